package gpcm.node.working;

import java.time.Instant;

/** Nothing is deleted since then, by whichever node: somebody said so, and why. */
public record Stopped(Instant since, String by, String reason) {}
