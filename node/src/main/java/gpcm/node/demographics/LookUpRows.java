package gpcm.node.demographics;

import gpcm.node.ledger.Row;
import gpcm.node.ledger.TableWrite;
import gpcm.pds.LookUp;
import gpcm.pds.PdsOutcome;
import gpcm.pds.PdsPatient.Practice;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What is kept of look-ups with their documents. Stateless. */
final class LookUpRows {
  /** Keeps a look-up; one that is asked again takes the place of itself. */
  static final TableWrite KEPT =
      new TableWrite(
          "lookup",
          """
          insert into document_look_up (document, request_id, organisation, source, asked_at, attempts, answered, asked_number,
            returned_number, record_version, security_code, practice, practice_from, practice_until, send_number, copy_fate, restricted,
            found_family, found_birth_date, outcomes, differing, treatment, why)
          select document, request_id, organisation, source, asked_at, attempts, answered, asked_number,
            returned_number, record_version, security_code, practice, practice_from, practice_until, send_number, copy_fate, restricted,
            found_family, found_birth_date, outcomes, differing, treatment, why
          from json_to_recordset(:lookup::json) as r (document uuid, request_id text, organisation text, source text,
            asked_at timestamptz, attempts integer, answered boolean, asked_number text, returned_number text, record_version text,
            security_code text, practice text, practice_from date, practice_until date, send_number text, copy_fate text, restricted boolean,
            found_family text, found_birth_date text, outcomes text, differing text, treatment text, why text)
          on conflict (document, request_id) do update set asked_at = excluded.asked_at, attempts = excluded.attempts,
            answered = excluded.answered, returned_number = excluded.returned_number, record_version = excluded.record_version,
            security_code = excluded.security_code, practice = excluded.practice, practice_from = excluded.practice_from,
            practice_until = excluded.practice_until, send_number = excluded.send_number, copy_fate = excluded.copy_fate,
            restricted = excluded.restricted, found_family = excluded.found_family, found_birth_date = excluded.found_birth_date, outcomes = excluded.outcomes, differing = excluded.differing,
            treatment = excluded.treatment, why = excluded.why
          """);

  private LookUpRows() {}

  /**
   * The row of a look-up. Neither address nor telephone is in it, of a restricted record no
   * practice, and names only where they differ from ours.
   *
   * @param lookUp what it came to, all told
   */
  static Row row(Sought sought, Checked checked, LookUp lookUp) {
    Optional<Practice> practice = lookUp.practice();
    Checked.Particulars more = checked.particulars();
    boolean restricted = lookUp.outcomes().stream().anyMatch(PdsOutcome::restricted);
    Row row =
        new Row()
            .put("document", sought.document())
            .put("request_id", checked.requestId())
            .put("organisation", sought.organisation())
            .put("source", checked.source())
            .put("asked_at", checked.askedAt())
            .put("attempts", more.attempts())
            .put("answered", checked.answered())
            .put("asked_number", more.askedNumber())
            .putAny("returned_number", lookUp.returned())
            .put("record_version", more.version())
            .put("security_code", more.security())
            .putAny("practice", practice.map(Practice::odsCode))
            .putAny("practice_from", practice.flatMap(Practice::start))
            .putAny("practice_until", practice.flatMap(Practice::end))
            .putAny("send_number", lookUp.nhsNumber())
            .put("copy_fate", lookUp.copy().name())
            .put("restricted", restricted)
            .put(
                "outcomes",
                lookUp.outcomes().stream()
                    .sorted()
                    .map(PdsOutcome::name)
                    .collect(Collectors.joining(" ")))
            .put("differing", String.join(", ", lookUp.differing()))
            .put("treatment", lookUp.on(sought.route()).name())
            .putAny("why", more.why());
    return restricted || !lookUp.outcomes().contains(PdsOutcome.IDENTITY_DIFFERS)
        ? row
        : row.put("found_family", more.family()).put("found_birth_date", more.birthDate());
  }

  /**
   * A document's last look-up.
   *
   * @param request under which it was asked
   * @param attempts how often
   */
  record Last(String request, int attempts, boolean answered, String askedNumber) {
    /** Whether the question about this number had no answer. */
    boolean leftOpen(String nhsNumber) {
      return !answered && askedNumber.equals(nhsNumber);
    }

    /** Without the numbers, so that it can be logged. */
    @Override
    public String toString() {
      return "Last[" + request + "]";
    }
  }

  /** The last one of a document. */
  static Optional<Last> last(Handle handle, UUID document) {
    return handle
        .createQuery(
            "select request_id, attempts, answered, asked_number from"
                + " document_look_up where document = :document order by asked_at desc limit 1")
        .bind("document", document)
        .map(
            (row, context) ->
                new Last(
                    row.getString("request_id"),
                    row.getInt("attempts"),
                    row.getBoolean("answered"),
                    row.getString("asked_number")))
        .findOne();
  }

  /** The number under which a document goes. */
  static Optional<String> sendNumber(Handle handle, UUID document) {
    return handle
        .createQuery(
            "select send_number from document_look_up where document = :document and send_number"
                + " is not null order by asked_at desc limit 1")
        .bind("document", document)
        .mapTo(String.class)
        .findOne();
  }
}
