/**
 * What a log says about itself, signed: notes, checkpoints, cosignatures and proofs in the text
 * formats of C2SP (signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof).
 */
package gpcm.audit.note;
