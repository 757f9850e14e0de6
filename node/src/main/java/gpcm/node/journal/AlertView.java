package gpcm.node.journal;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which alerts somebody sees, or may close, and what they are told of them.
 *
 * @param organisation ODS code of the one organisation
 * @param kinds of what kinds
 * @param reader what they may see of what the alerts are about
 */
public record AlertView(String organisation, Set<Kind> kinds, AlertReader reader) {
  /** What an alert is about. */
  public enum Kind {
    /** Something that was sent or is to be. */
    SENT("document is not null"),
    /** Something that was received, or how an organisation deals with what is. */
    RECEIVED(
        "received is not null and problem not like 'response/%' or document is null and received is"
            + " null and problem like 'receiving/%'"),
    /** The node, its mailboxes, MESH, or an acknowledgement on its way: no patient is named. */
    TECHNICAL(
        "document is null and (received is null and problem not like 'settings/%' and problem not"
            + " like 'receiving/%' or problem like 'response/%')"),
    /** What an organisation sets about its work, or has not set: no patient is named. */
    SETTINGS("document is null and received is null and problem like 'settings/%'");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }

    static Kind of(AlertSubject about, String problem) {
      return of(about.document().isPresent(), about.received().isPresent(), problem);
    }

    /**
     * What an alert is about.
     *
     * @param document whether it is about a document that is sent
     * @param received whether it is about a message that was received
     * @param problem what it is called
     */
    public static Kind of(boolean document, boolean received, String problem) {
      if (document) {
        return SENT;
      }
      boolean ofReceiving = received || problem.startsWith("receiving/");
      if (ofReceiving && !problem.startsWith("response/")) {
        return RECEIVED;
      }
      return problem.startsWith("settings/") ? SETTINGS : TECHNICAL;
    }
  }

  /** Copies the kinds. */
  public AlertView {
    kinds = Set.copyOf(kinds);
  }

  /** All of an organisation's, in full. */
  public static AlertView of(String organisation) {
    return new AlertView(organisation, Set.of(Kind.values()), AlertReader.OF_ALL);
  }

  /** The condition on a row, following others. */
  String sql() {
    String any =
        kinds.size() == Kind.values().length
            ? "true"
            : kinds.isEmpty()
                ? "false"
                : kinds.stream()
                    .sorted()
                    .map(kind -> kind.sql)
                    .collect(Collectors.joining(") or ("));
    return " and organisation = :organisation and ((" + any + "))";
  }
}
