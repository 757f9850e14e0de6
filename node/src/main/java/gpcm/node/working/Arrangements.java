package gpcm.node.working;

import gpcm.node.people.Sessions;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/**
 * What an organisation sets about its work.
 *
 * @param settings who changed what of it
 * @param rules who gets which documents
 * @param reviews templates of reviews
 * @param absences who is away
 * @param deciding how people decide about what came
 * @param keeping how long what it has is kept
 * @param lifting what it does not have to keep any more
 * @param secondLooks which part of what is completed is looked at again
 */
public record Arrangements(
    Settings settings,
    AssignmentRules rules,
    ReviewTemplates reviews,
    Absences absences,
    DecidingSettings deciding,
    Keeping keeping,
    HoldLifting lifting,
    SecondLooks secondLooks) {
  /** Of the database behind {@code jdbi}. */
  public static Arrangements of(Jdbi jdbi, InstantSource clock, Sessions sessions) {
    return new Arrangements(
        new Settings(jdbi, clock),
        new AssignmentRules(jdbi, clock),
        new ReviewTemplates(jdbi, clock),
        new Absences(jdbi, clock),
        new DecidingSettings(jdbi, clock),
        new Keeping(jdbi, clock),
        new HoldLifting(jdbi, clock, sessions),
        new SecondLooks(jdbi, clock));
  }
}
