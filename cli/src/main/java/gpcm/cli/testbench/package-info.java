/** The synthetic sender and the synthetic receiver, for trying out another system. */
package gpcm.cli.testbench;
