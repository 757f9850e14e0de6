/** The gpcm command. */
package gpcm.cli;
