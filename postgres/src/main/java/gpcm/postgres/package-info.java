/**
 * A real PostgreSQL without installing one: its programs are unpacked from the class path and run
 * as a server of one node's own. Where the database is somebody else's business, this room may be
 * left out.
 */
package gpcm.postgres;
