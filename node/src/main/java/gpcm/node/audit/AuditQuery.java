package gpcm.node.audit;

import gpcm.audit.entry.Action;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which entries of one organisation.
 *
 * @param organisation its ODS code
 * @param actor the id of who did it
 * @param patient the NHS number or local number of a patient
 * @param caseId the case
 * @param actions any of these; none for all
 * @param from at this moment or later
 * @param until before this moment
 * @param before what stands behind this entry in the list, which is newest first
 * @param limit how many at most
 */
public record AuditQuery(
    String organisation,
    Optional<String> actor,
    Optional<String> patient,
    Optional<UUID> caseId,
    List<Action> actions,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<UUID> before,
    int limit) {
  private static final int MOST = 1001;

  /**
   * @throws IllegalArgumentException when the limit is out of bounds
   */
  public AuditQuery {
    actions = List.copyOf(actions);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be 1 to %d, not %d".formatted(MOST, limit));
    }
  }

  /** The newest entries of an organisation. */
  public static AuditQuery newest(String organisation, int limit) {
    return new AuditQuery(
        organisation,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  /** Those of one actor. */
  public AuditQuery by(String actorId) {
    return new AuditQuery(
        organisation, Optional.of(actorId), patient, caseId, actions, from, until, before, limit);
  }

  /** Those about a patient: who looked at this patient. */
  public AuditQuery about(String number) {
    return new AuditQuery(
        organisation, actor, Optional.of(number), caseId, actions, from, until, before, limit);
  }

  /** Those about a case. */
  public AuditQuery ofCase(UUID id) {
    return new AuditQuery(
        organisation, actor, patient, Optional.of(id), actions, from, until, before, limit);
  }

  /** Those of some actions. */
  public AuditQuery doing(List<Action> some) {
    return new AuditQuery(organisation, actor, patient, caseId, some, from, until, before, limit);
  }

  /** Those of a time. */
  public AuditQuery between(Instant start, Instant end) {
    return new AuditQuery(
        organisation,
        actor,
        patient,
        caseId,
        actions,
        Optional.of(start),
        Optional.of(end),
        before,
        limit);
  }

  /** Those that stand behind an entry in the list. */
  public AuditQuery after(UUID entry) {
    return new AuditQuery(
        organisation, actor, patient, caseId, actions, from, until, Optional.of(entry), limit);
  }
}
