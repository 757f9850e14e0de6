package gpcm.node.people;

import java.time.Instant;
import java.util.UUID;

/**
 * A session as its person sees it in the list of their own.
 *
 * @param handle its public name; it opens nothing
 * @param organisation ODS code of the organisation they act for
 * @param address from where it was begun
 * @param browser with what
 * @param begun when
 * @param last when it was last used
 */
public record Session(
    UUID handle,
    String organisation,
    String address,
    String browser,
    Instant begun,
    Instant last) {}
