package gpcm.node.sending;

import java.util.Optional;
import java.util.UUID;

/**
 * Whom a document goes to, and what for.
 *
 * @param organisation name and ODS code
 * @param recipientType {@code FA} when it is asked to act, {@code FI} when it is told
 * @param copyOf the document this one is a copy of, for the registered practice
 */
public record Addressee(String organisation, String recipientType, Optional<UUID> copyOf) {}
