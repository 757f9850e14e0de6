/** A stand-in for the Personal Demographics Service, for demonstrations and tests. */
package gpcm.pds.server;
