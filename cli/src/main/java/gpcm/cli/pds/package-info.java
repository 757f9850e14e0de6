/** {@code gpcm pds}: the stand-in for the Personal Demographics Service by hand. */
package gpcm.cli.pds;
