/** {@code gpcm testbench}: the commands of the test bench. */
package gpcm.cli.testbench;
