package gpcm.audit.entry;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What of an entry stands beside it in columns, to be searched, as the sealed bytes say it. Any
 * version's entry has it, whatever action it is of.
 *
 * @param id the id
 * @param at when
 * @param organisation the ODS code of the organisation
 * @param action the code of the action
 * @param actor the id of who did it
 * @param caseId the case
 * @param commitment the commitment to the personal part
 */
public record SearchCopies(
    UUID id,
    Instant at,
    String organisation,
    String action,
    String actor,
    Optional<UUID> caseId,
    Optional<String> commitment) {

  /**
   * Reads them from what was sealed.
   *
   * @throws EntryException when it is no entry, or its id is not of its time
   */
  public static SearchCopies of(byte[] bytes) {
    SearchCopies copies = EntryForm.copies(bytes);
    if (!TimeOrderedId.time(copies.id).equals(copies.at)) {
      throw new EntryException("the id %s is not of the time %s".formatted(copies.id, copies.at));
    }
    return copies;
  }
}
