/**
 * A log outside of its database: the files of an export, and the verifier that needs nothing but
 * them, public keys, and checkpoints that someone kept elsewhere.
 */
package gpcm.audit.export;
