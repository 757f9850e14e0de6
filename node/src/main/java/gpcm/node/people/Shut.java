package gpcm.node.people;

import java.time.Instant;

/**
 * That an account is shut.
 *
 * @param since from when
 * @param reason why, in the words of the administrator who did it
 */
public record Shut(Instant since, String reason) {}
