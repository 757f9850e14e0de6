package gpcm.node.demographics;

import gpcm.pds.PdsOutcome;
import gpcm.pds.Treatment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * A look-up of a document's patient as it was kept. It tells of the patient: it is for whoever may
 * see whom the document is about. Immutable.
 *
 * @param askedAt when it was asked last
 * @param asked who was asked, in words
 * @param attempts how often, until there was an answer
 * @param outcomes what it came to; never more of a restricted record than that it is one
 * @param treatment what follows from it
 * @param differing what differs from the document, in words; empty when nothing does
 * @param why there was no answer
 * @param practice where the patient is registered; empty for a restricted record
 * @param sendNumber the NHS number under which the document goes, where it is another one; empty
 *     for a restricted record
 */
public record KeptLookUp(
    Instant askedAt,
    String asked,
    int attempts,
    List<PdsOutcome> outcomes,
    Treatment treatment,
    String differing,
    Optional<String> why,
    Optional<Practice> practice,
    Optional<String> sendNumber) {

  /**
   * A practice with its period.
   *
   * @param odsCode its ODS code
   */
  public record Practice(String odsCode, Optional<LocalDate> from, Optional<LocalDate> until) {}

  /** Takes the list over. */
  public KeptLookUp {
    outcomes = List.copyOf(outcomes);
  }

  /** Those of a document, the first one first; none for what is another organisation's. */
  public static List<KeptLookUp> of(Handle handle, String organisation, UUID document) {
    return handle
        .createQuery(
            "select * from document_look_up where document = :document and organisation ="
                + " :organisation order by asked_at, request_id limit 1000")
        .bind("document", document)
        .bind("organisation", organisation)
        .map((row, context) -> read(row))
        .list();
  }

  private static KeptLookUp read(ResultSet row) throws SQLException {
    Optional<LocalDate> from = Optional.ofNullable(row.getObject("practice_from", LocalDate.class));
    Optional<LocalDate> until =
        Optional.ofNullable(row.getObject("practice_until", LocalDate.class));
    String number = row.getString("asked_number");
    boolean restricted = row.getBoolean("restricted");
    return new KeptLookUp(
        row.getTimestamp("asked_at").toInstant(),
        asked(row.getString("source")),
        row.getInt("attempts"),
        outcomes(row.getString("outcomes"), restricted),
        Treatment.valueOf(row.getString("treatment")),
        restricted ? "" : row.getString("differing"),
        Optional.ofNullable(row.getString("why")),
        Optional.ofNullable(row.getString("practice"))
            .map(odsCode -> new Practice(odsCode, from, until)),
        Optional.ofNullable(row.getString("send_number"))
            .filter(sent -> !restricted && !sent.equals(number)));
  }

  private static List<PdsOutcome> outcomes(String names, boolean restricted) {
    List<PdsOutcome> all =
        Arrays.stream(names.split(" ", -1))
            .filter(name -> !name.isEmpty())
            .map(PdsOutcome::valueOf)
            .toList();
    return restricted ? all.stream().filter(PdsOutcome::restricted).limit(1).toList() : all;
  }

  /** Who is asked, by the name that stands in the database. */
  public static String asked(String source) {
    return source.equals("pds") ? "The Personal Demographics Service" : "Your register of patients";
  }

  /** What it came to, in words. */
  public String said() {
    return outcomes.stream().map(PdsOutcome::words).collect(Collectors.joining("; "))
        + (differing.isEmpty() ? "" : ": " + differing)
        + why.map(reason -> " (" + reason + ")").orElse("");
  }

  /** What follows from it by this node's rules. */
  public String follows() {
    return switch (treatment) {
      case SEND -> "It may go";
      case AGAIN -> "It is asked again";
      case HOLD -> "A person decides";
      case REFUSE -> "It is not sent";
      case HOLD_ALL -> "It waits until the service takes this system again";
    };
  }

  /** Without what it says of the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "KeptLookUp[" + askedAt + "]";
  }
}
