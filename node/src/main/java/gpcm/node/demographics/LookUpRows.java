package gpcm.node.demographics;

import gpcm.node.ledger.Row;
import gpcm.node.ledger.TableWrite;
import gpcm.pds.LookUp;
import gpcm.pds.PdsOutcome;
import gpcm.pds.PdsPatient.Practice;
import gpcm.pds.Treatment;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What is kept of look-ups with their documents. Stateless. */
public final class LookUpRows {
  /** Keeps a look-up; one that is asked again takes the place of itself. */
  public static final TableWrite KEPT =
      new TableWrite(
          "lookup",
          """
          insert into document_look_up (document, request_id, organisation, source, asked_at, attempts, answered, asked_number,
            returned_number, record_version, security_code, practice, practice_from, practice_until, outcomes, differing, treatment, why)
          select document, request_id, organisation, source, asked_at, attempts, answered, asked_number,
            returned_number, record_version, security_code, practice, practice_from, practice_until, outcomes, differing, treatment, why
          from json_to_recordset(:lookup::json) as r (document uuid, request_id text, organisation text, source text,
            asked_at timestamptz, attempts integer, answered boolean, asked_number text, returned_number text, record_version text,
            security_code text, practice text, practice_from date, practice_until date, outcomes text, differing text, treatment text,
            why text)
          on conflict (document, request_id) do update set asked_at = excluded.asked_at, attempts = excluded.attempts,
            answered = excluded.answered, returned_number = excluded.returned_number, record_version = excluded.record_version,
            security_code = excluded.security_code, practice = excluded.practice, practice_from = excluded.practice_from,
            practice_until = excluded.practice_until, outcomes = excluded.outcomes, differing = excluded.differing,
            treatment = excluded.treatment, why = excluded.why
          """);

  private LookUpRows() {}

  /**
   * The row of a look-up. Neither address nor telephone is in it, and of a restricted record no
   * practice.
   *
   * @param lookUp what it came to, all told
   */
  public static Row row(
      UUID document, String organisation, Checked checked, LookUp lookUp, Treatment treatment) {
    Optional<Practice> practice = lookUp.practice();
    Optional<LocalDate> from = practice.flatMap(Practice::start);
    Optional<LocalDate> until = practice.flatMap(Practice::end);
    return new Row()
        .put("document", document)
        .put("request_id", checked.requestId())
        .put("organisation", organisation)
        .put("source", checked.source())
        .put("asked_at", checked.askedAt())
        .put("attempts", checked.particulars().attempts())
        .put("answered", checked.answered())
        .put("asked_number", checked.particulars().askedNumber())
        .putAny("returned_number", lookUp.returned())
        .put("record_version", checked.particulars().version())
        .put("security_code", checked.particulars().security())
        .putAny("practice", practice.map(Practice::odsCode))
        .putAny("practice_from", from)
        .putAny("practice_until", until)
        .put(
            "outcomes",
            lookUp.outcomes().stream()
                .sorted()
                .map(PdsOutcome::name)
                .collect(Collectors.joining(" ")))
        .put("differing", String.join(", ", lookUp.differing()))
        .put("treatment", treatment.name())
        .putAny("why", checked.particulars().why());
  }

  /**
   * A question that had no answer yet.
   *
   * @param request under which it is asked again
   * @param attempts how often it was asked
   */
  record Open(String request, int attempts) {}

  /** The question about this number that a document's last look-up left open. */
  static Optional<Open> open(Handle handle, UUID document, String nhsNumber) {
    return handle
        .createQuery(
            "select request_id, attempts, answered, asked_number from document_look_up where"
                + " document = :document order by asked_at desc limit 1")
        .bind("document", document)
        .map(
            (row, context) ->
                row.getBoolean("answered") || !row.getString("asked_number").equals(nhsNumber)
                    ? Optional.<Open>empty()
                    : Optional.of(new Open(row.getString("request_id"), row.getInt("attempts"))))
        .findOne()
        .flatMap(found -> found);
  }
}
