package gpcm.exchange;

import java.time.Instant;

/** What was found out, shortly before it leaves, about whether a document can be delivered. */
public sealed interface Deliverability {

  /**
   * It can.
   *
   * @param words what shows it, for the timeline; no patient data
   * @param askedAt when that was so; an answer that documents share keeps its time
   */
  record Deliverable(String words, Instant askedAt) implements Deliverability {}

  /**
   * That could not be found out now.
   *
   * @param next when it is tried again
   */
  record NotKnownYet(String reason, Instant next) implements Deliverability {}

  /**
   * A person has to look at it.
   *
   * @param kind why, in one word of {@link HoldKind}
   * @param reason in plain words; may name the patient, and never a restricted record's practice
   * @param whatToDo the next step for a person
   */
  record NeedsPerson(HoldKind kind, String reason, String whatToDo) implements Deliverability {}

  /**
   * It must not be sent.
   *
   * @param told whether a person hears of it
   */
  record MustNot(String reason, String whatToDo, boolean told) implements Deliverability {}
}
