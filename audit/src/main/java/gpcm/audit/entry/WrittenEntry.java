package gpcm.audit.entry;

import java.util.Optional;
import java.util.UUID;

/**
 * An entry as it is stored.
 *
 * @param id its id
 * @param bytes what is sealed, and never changes
 * @param copies what stands beside it in columns
 * @param personal what may be erased
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WrittenEntry(
    UUID id, byte[] bytes, SearchCopies copies, Optional<PersonalPart> personal) {}
