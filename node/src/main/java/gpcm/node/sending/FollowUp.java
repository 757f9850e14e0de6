package gpcm.node.sending;

import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What somebody has to do because a consultation was deleted after its report had left
 * (GPCM-SD-CS-077).
 *
 * @param document the latest report that has left
 * @param encounter the consultation
 * @param reason why it was deleted, where that was said
 * @param closing what came of it; empty as long as it is open
 */
public record FollowUp(
    UUID id,
    String organisation,
    UUID document,
    String encounter,
    Instant openedAt,
    String openedBy,
    Optional<String> reason,
    Optional<Closing> closing) {

  /** How a follow-up ended. */
  public record Closing(Instant at, String by, Outcome outcome, String text) {}

  /** What can come of one. */
  public enum Outcome {
    /** The practice knows. */
    PRACTICE_TOLD("The practice was told"),
    /** The practice has taken it out of its record. */
    PRACTICE_REMOVED_IT("The practice took it out of its record"),
    /** Nobody has to know; why is said. */
    NOT_NEEDED("Not needed");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }

    /** Such as {@code practice-told}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one that is called so. */
    public static Optional<Outcome> of(String text) {
      return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
  }

  static FollowUp read(ResultSet row, StatementContext context) throws SQLException {
    Optional<Instant> closed = Moment.perhaps(row, "closed_at");
    return new FollowUp(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        row.getObject("document", UUID.class),
        row.getString("encounter_id"),
        Moment.of(row, "opened_at"),
        row.getString("opened_by"),
        Optional.ofNullable(row.getString("reason")),
        closed.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Closing(
                    closed.get(),
                    row.getString("closed_by"),
                    Outcome.of(row.getString("outcome")).orElseThrow(),
                    Optional.ofNullable(row.getString("outcome_text")).orElse(""))));
  }
}
