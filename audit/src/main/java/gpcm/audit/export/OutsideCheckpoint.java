package gpcm.audit.export;

import gpcm.audit.note.SignedNote;

/**
 * A checkpoint that was kept outside of the log.
 *
 * @param name where it comes from, such as the name of its file
 * @param note the checkpoint
 */
public record OutsideCheckpoint(String name, SignedNote note) {}
