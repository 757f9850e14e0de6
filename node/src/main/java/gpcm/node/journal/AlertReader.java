package gpcm.node.journal;

import gpcm.node.people.Ownership;
import gpcm.node.register.Restriction;
import java.util.Optional;
import java.util.UUID;

/**
 * What of the documents that alerts are about somebody may see with their names, without having to
 * say why. Of the rest they are told that something has happened, and nothing of whom it concerns.
 *
 * @param person whose own documents count as such; empty for a machine, which has none
 * @param sent which documents that are sent
 * @param sentConfidential which of the confidential ones among them
 * @param sentRestricted which copies among them of received documents of restricted records
 * @param received which that were received
 * @param receivedConfidential which of the confidential ones among them
 * @param receivedRestricted which of those of patients whose record is restricted
 */
public record AlertReader(
    Optional<UUID> person,
    Reach sent,
    Reach sentConfidential,
    Reach sentRestricted,
    Reach received,
    Reach receivedConfidential,
    Reach receivedRestricted) {
  /** Whoever may see all of it. */
  public static final AlertReader OF_ALL =
      new AlertReader(
          Optional.empty(), Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL);

  /** How much of something. */
  public enum Reach {
    /** Nothing. */
    NONE("false"),
    /** What is one's own. */
    OWN("coalesce(" + Ownership.sql("d") + ", false)"),
    /** Whosever it is. */
    ALL("true");

    private final String sql;

    Reach(String sql) {
      this.sql = sql;
    }
  }

  /**
   * Whether they may see what the alert {@code a} is about: the document {@code d}, or the received
   * message {@code m}, filed as {@code e}.
   */
  String sql() {
    return """
    case
      when a.document is not null then %s and (not d.confidential or %s) and (not %s or %s)
      when a.received is not null and a.problem not like 'response/%%'
        then %s and (not (m.restricted or coalesce(e.confidential, false)) or %s)
          and (not %s or %s)
      else true end\
    """
        .formatted(
            sent.sql,
            sentConfidential.sql,
            Restriction.ofSent("d"),
            sentRestricted.sql,
            received.sql,
            receivedConfidential.sql,
            Restriction.sql("e"),
            receivedRestricted.sql);
  }
}
