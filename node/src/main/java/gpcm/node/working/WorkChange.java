package gpcm.node.working;

/**
 * What somebody's act has changed.
 *
 * @param before how the work stood
 * @param after how it stands
 * @param words what was done, for a sentence that begins with who did it
 */
public record WorkChange(Work before, Work after, String words) {}
