package gpcm.audit.export;

import gpcm.audit.entry.PersonalPart;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry with what the database says about it.
 *
 * @param index its index in the log
 * @param id its id, as the row has it
 * @param bytes what was sealed
 * @param organisation the searchable copy of the organisation
 * @param at the searchable copy of the time
 * @param action the searchable copy of the action
 * @param actor the searchable copy of who did it
 * @param caseId the searchable copy of the case
 * @param personal what has not been erased
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExportedEntry(
    long index,
    UUID id,
    byte[] bytes,
    String organisation,
    Instant at,
    String action,
    String actor,
    Optional<UUID> caseId,
    Optional<PersonalPart> personal) {}
