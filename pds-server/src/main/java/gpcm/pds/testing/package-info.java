/** The stand-in for PDS as a JUnit extension. */
package gpcm.pds.testing;
