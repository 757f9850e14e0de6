package gpcm.node.sending;

import gpcm.node.demographics.KeptLookUp;
import gpcm.node.journal.TimelineEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A look-up of a document's patient, and who decided after it. Immutable.
 *
 * @param lookUp what was asked, and what it came to
 * @param person what a person decided before it was looked up again; empty where this node's rules
 *     decided alone
 */
public record LookUpDecision(KeptLookUp lookUp, Optional<TimelineEvent> person) {
  private static final String PERSON = "person:";
  private static final Set<String> DECISIONS =
      Set.of("released", "other-route", "given-up", "withdrawn");

  /**
   * The look-ups of a document with their decisions.
   *
   * @param lookUps the first one first
   * @param events what happened to the document, oldest first
   */
  static List<LookUpDecision> of(List<KeptLookUp> lookUps, List<TimelineEvent> events) {
    List<LookUpDecision> decisions = new ArrayList<>();
    for (int i = 0; i < lookUps.size(); i++) {
      Instant from = lookUps.get(i).askedAt();
      Instant until = i + 1 < lookUps.size() ? lookUps.get(i + 1).askedAt() : Instant.MAX;
      decisions.add(
          new LookUpDecision(
              lookUps.get(i),
              events.stream()
                  .filter(event -> DECISIONS.contains(event.kind()))
                  .filter(event -> event.actor().startsWith(PERSON))
                  .filter(event -> !event.at().isBefore(from) && event.at().isBefore(until))
                  .reduce((one, later) -> later)));
    }
    return decisions;
  }

  /** Who decided, in words. */
  public String decidedBy() {
    return person
        .map(event -> event.actor().substring(PERSON.length()))
        .orElse("This node, by its rules");
  }
}
