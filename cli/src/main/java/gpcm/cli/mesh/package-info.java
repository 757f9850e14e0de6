/** The {@code gpcm mesh} commands. */
package gpcm.cli.mesh;
