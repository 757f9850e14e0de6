package gpcm.node.passkeys;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A passkey of a person. What signs stays with them; the node has the public half.
 *
 * @param id the node's id of it
 * @param person whose it is
 * @param name what they call it
 * @param synchronised whether it is kept by a service that copies it to their other devices
 * @param madeAt since when the node knows it
 * @param lastAt when it last signed somebody in
 */
public record Passkey(
    UUID id,
    UUID person,
    String name,
    boolean synchronised,
    Instant madeAt,
    Optional<Instant> lastAt) {}
