package gpcm.node.receiving;

import gpcm.exchange.Actor;
import gpcm.exchange.Event;
import gpcm.exchange.IncomingFact;
import gpcm.exchange.IncomingFact.Question;
import gpcm.exchange.IncomingMessage;
import gpcm.exchange.Transition;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.StepResult;
import gpcm.node.receiving.BusinessDecision.Made;
import gpcm.node.register.PatientRegisters;
import gpcm.node.register.RegisterUnavailableException;
import gpcm.node.store.Along;
import gpcm.node.working.DecidingSettings;
import gpcm.node.working.Working;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Decides, in the name of people, about received documents whose business answer waits for them. A
 * decision and its answer are one transaction under a lock of the row: of two who decide at once
 * one does, and the other is told who has; a message has one business answer whatever happens.
 * Thread-safe.
 */
public final class BusinessDecisions {
  private static final int TOGETHER = 50;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.UK).withZone(Working.ZONE);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.UK);

  private final Ledger ledger;
  private final Answering answering;
  private final Candidates candidates;

  /**
   * @param registers where candidates are looked up
   * @param documents reads them again
   */
  BusinessDecisions(
      Ledger ledger, Answering answering, PatientRegisters registers, ReceivedDocuments documents) {
    this.ledger = ledger;
    this.answering = answering;
    this.candidates = new Candidates(ledger, registers, documents);
  }

  /**
   * What somebody decides.
   *
   * @param words what it is called, for the timeline; never patient data
   * @param note may be empty
   */
  public record Choice(ResponseCode code, String words, String reason, String note) {}

  /** What is, or was, to be decided about an entry; empty when nothing ever was. */
  public Optional<BusinessDecision> find(String organisation, UUID entry) {
    return ledger
        .database()
        .jdbi()
        .withHandle(handle -> DecisionRows.find(handle, organisation, entry))
        .map(DecisionRows.Held::decision);
  }

  /**
   * The patient of a doubtful document beside those of the register who may be meant; empty when
   * the patient never was in doubt.
   *
   * @throws RegisterUnavailableException when the register cannot be asked now
   */
  public Optional<Comparison> compare(String organisation, UUID entry) {
    return find(organisation, entry)
        .filter(decision -> decision.question() == Question.MATCHING)
        .map(decision -> candidates.compare(organisation, decision));
  }

  /**
   * Who decides.
   *
   * @param person the node's id of them; empty for a machine
   * @param name as it is recorded
   */
  public record By(Optional<UUID> person, String name) {}

  /**
   * Decides: the business answer goes, and the document stands in the worklist accordingly. Where
   * two people say whose a document is, the first is noted, and what a second one says counts when
   * it is the same.
   *
   * @param along what is written with it
   * @param noted what is written instead when the first of two has said it
   * @return false when a second person has to say the same
   * @throws NotOpenException when nothing is to be decided, somebody has, or whoever asks is not
   *     the second person
   */
  public boolean decide(
      String organisation,
      UUID entry,
      Question question,
      Choice choice,
      By by,
      Along along,
      Along noted) {
    if (question == Question.MATCHING && choice.code().positive()) {
      requireOpen(organisation, entry, question);
      candidates.learn(organisation, entry);
    }
    boolean[] counts = {true};
    ledger.decideAll(
        handle -> {
          DecisionRows.Held held = open(DecisionRows.lock(handle, organisation, entry), question);
          StepResult result = new StepResult();
          if (question == Question.MATCHING && DecidingSettings.byTwo(handle, organisation)) {
            counts[0] = isSecond(held, choice, by);
            if (!counts[0]) {
              propose(result, handle, held, choice, by);
              return List.of(result);
            }
          }
          if (question == Question.MATCHING) {
            matched(result, handle, held, choice.code());
          }
          made(result, held, choice, words(held, choice, by, counts[0]));
          return List.of(result);
        },
        dropped -> counts[0] ? along : noted);
    return counts[0];
  }

  private static boolean isSecond(DecisionRows.Held held, Choice choice, By by) {
    UUID person =
        by.person()
            .orElseThrow(
                () ->
                    new NotOpenException(
                        "two people say here whose a document is, and a machine is none of them"));
    Optional<BusinessDecision.Proposed> first =
        held.decision().proposed().filter(one -> one.code() == choice.code());
    if (first.filter(one -> one.person().equals(person)).isPresent()) {
      throw new NotOpenException(
          "you have said so yourself: it counts when somebody else says the same");
    }
    return first.isPresent();
  }

  private void propose(
      StepResult result, Handle handle, DecisionRows.Held held, Choice choice, By by) {
    DecisionRows.proposed(
        handle,
        held.decision().entry(),
        new BusinessDecision.Proposed(
            choice.code(), choice.reason(), by.person().orElseThrow(), by.name(), now()));
    result.eventOfReceived(
        held.organisation(),
        held.message().id(),
        new Event(
            "first-of-two",
            choice.code().code()
                + " "
                + choice.words()
                + "; a second person says whether it counts",
            new Actor.Person(by.name())));
  }

  private static String words(DecisionRows.Held held, Choice choice, By by, boolean counts) {
    return held.decision()
        .proposed()
        .filter(one -> counts && one.code() == choice.code())
        .filter(one -> !Optional.of(one.person()).equals(by.person()))
        .map(first -> first.by() + ", confirmed by " + by.name())
        .orElse(by.name());
  }

  private void matched(
      StepResult result, Handle handle, DecisionRows.Held held, ResponseCode code) {
    UUID entry = held.decision().entry();
    Optional<Displaced> original = held.original().flatMap(id -> Displaced.lock(handle, entry, id));
    if (code.positive()) {
      DecisionRows.settled(
          result,
          entry,
          held.forInformation() ? WorklistEntry.State.TO_FILE : WorklistEntry.State.TO_DO,
          now());
      original.ifPresent(one -> one.replaceBy(result, held.organisation(), entry, now()));
    } else {
      DecisionRows.settled(result, entry, WorklistEntry.State.NOT_KNOWN_HERE, now());
      original.ifPresent(
          one ->
              WorklistFiling.replacementSentBack(
                  result,
                  held.organisation(),
                  held.message().id(),
                  one.entry(),
                  one.received(),
                  code));
    }
  }

  /**
   * Makes sure that a decision is open.
   *
   * @throws NotOpenException when nothing is to be decided, or somebody has
   */
  public void requireOpen(String organisation, UUID entry, Question question) {
    ledger
        .database()
        .jdbi()
        .useHandle(handle -> open(DecisionRows.find(handle, organisation, entry), question));
  }

  /**
   * Puts a decision off until the beginning of a day; people are told then.
   *
   * @param along what is written with it
   * @throws NotOpenException when nothing is to be decided, or somebody has
   */
  public void putOff(
      String organisation, UUID entry, Question question, LocalDate until, String by, Along along) {
    ledger.decideAll(
        handle -> {
          DecisionRows.Held held = open(DecisionRows.lock(handle, organisation, entry), question);
          StepResult result = new StepResult();
          DecisionRows.putOff(result, entry, until, until.atStartOfDay(Working.ZONE).toInstant());
          after(result, held, new IncomingFact.PutOff(question, DAY.format(until), by));
          return List.of(result);
        },
        dropped -> along);
  }

  /**
   * Records what came of a document after its decision, of which its sender is told by other means.
   *
   * @param told how the sender was told
   * @param along what is written with it
   * @throws NotOpenException when nothing has been decided yet
   */
  public void recordLater(
      String organisation, UUID entry, Choice choice, String told, String by, Along along) {
    ledger.decideAll(
        handle -> {
          DecisionRows.Held held =
              DecisionRows.lock(handle, organisation, entry)
                  .filter(one -> one.decision().made().isPresent())
                  .orElseThrow(
                      () ->
                          new NotOpenException(
                              "nobody has decided about this document yet: decide first"));
          DecisionRows.add(
              handle,
              organisation,
              entry,
              new BusinessDecision.Later(
                  choice.code(), choice.reason(), choice.note(), told, by, now()));
          return List.of(
              new StepResult()
                  .eventOfReceived(
                      organisation,
                      held.message().id(),
                      new Event(
                          "later-outcome",
                          choice.code().code() + " " + choice.words(),
                          new Actor.Person(by))));
        },
        dropped -> along);
  }

  /** Something that is done once; false when it was done before. */
  @FunctionalInterface
  public interface Once {
    /** Does it within the transaction. */
    boolean in(Handle handle);
  }

  /**
   * Records that a document was sent on to the practice. Where its business answer waits for a
   * decision, this is the decision; where one was made, this is what came of it later.
   *
   * @param document the document that was sent on, in the outbox
   * @param once what marks it as recorded; nothing happens when it was before
   */
  public void escalated(
      String organisation, UUID entry, UUID document, Choice choice, String by, Once once) {
    ledger.decideAll(
        handle -> {
          Optional<DecisionRows.Held> held = DecisionRows.lock(handle, organisation, entry);
          if (!once.in(handle)) {
            return List.of();
          }
          StepResult result = new StepResult();
          Actor person = new Actor.Person(by);
          result.eventOfReceived(
              organisation,
              received(handle, organisation, entry),
              new Event("escalated", "to the practice, as document " + document, person));
          result.event(
              organisation,
              document,
              new Event("escalates", "what was received as worklist entry " + entry, person));
          held.filter(one -> one.decision().question() == Question.DECISION)
              .ifPresent(one -> escalated(handle, result, one, choice, by));
          return List.of(result);
        },
        dropped -> Along.NOTHING);
  }

  private void escalated(
      Handle handle, StepResult result, DecisionRows.Held held, Choice choice, String by) {
    UUID entry = held.decision().entry();
    if (held.decision().made().isPresent()) {
      DecisionRows.add(
          handle,
          held.organisation(),
          entry,
          new BusinessDecision.Later(
              choice.code(),
              choice.reason(),
              choice.note(),
              "the consultation itself was sent on",
              by,
              now()));
      return;
    }
    made(result, held, choice, by);
  }

  private void made(StepResult result, DecisionRows.Held held, Choice choice, String by) {
    DecisionRows.made(
        result,
        held.decision().entry(),
        new Made(choice.code(), choice.reason(), choice.note(), by, now()));
    after(
        result,
        held,
        new IncomingFact.Decided(
            held.decision().question(),
            choice.code().code(),
            choice.code().positive(),
            choice.words(),
            by,
            held.wanted()));
  }

  private static UUID received(Handle handle, String organisation, UUID entry) {
    return handle
        .createQuery(
            "select received from worklist_entry where id = :entry and organisation ="
                + " :organisation")
        .bind("entry", entry)
        .bind("organisation", organisation)
        .mapTo(UUID.class)
        .one();
  }

  /** Tells people of what nobody has decided in time; true when there may be more. */
  public boolean tellUndecided() {
    Instant now = now();
    int[] found = {0};
    ledger.decideAll(
        handle -> {
          List<DecisionRows.Held> undecided = DecisionRows.undecided(handle, now, TOGETHER);
          found[0] = undecided.size();
          return undecided.stream().map(held -> told(held, now)).toList();
        },
        dropped -> Along.NOTHING);
    return found[0] == TOGETHER;
  }

  private StepResult told(DecisionRows.Held held, Instant now) {
    StepResult result = new StepResult();
    DecisionRows.told(result, held.decision().entry(), now);
    after(
        result,
        held,
        new IncomingFact.Undecided(
            held.decision().question(), MINUTE.format(held.decision().openedAt())));
    return result;
  }

  private static DecisionRows.Held open(Optional<DecisionRows.Held> found, Question question) {
    DecisionRows.Held held =
        found
            .filter(one -> one.decision().question() == question)
            .orElseThrow(
                () ->
                    new NotOpenException(
                        question == Question.MATCHING
                            ? "this document's patient is not in doubt, and its answer has gone: to"
                                + " tell its sender something else, telephone or write"
                            : "this document's answer waits for no decision"));
    held.decision()
        .made()
        .ifPresent(
            made -> {
              throw new NotOpenException(
                  "%s has decided on %s: %s %s. A message has one business answer; tell its sender what came later by other means"
                      .formatted(
                          made.by(),
                          MINUTE.format(made.at()),
                          made.code().code(),
                          made.code().display()));
            });
    return held;
  }

  private void after(StepResult result, DecisionRows.Held held, IncomingFact fact) {
    Transition<IncomingMessage> transition = held.message().after(fact, now(), ledger.pace());
    result.decided(held.organisation(), held.message().id(), transition);
    answering.answer(
        result,
        held.organisation(),
        held.message().id(),
        transition,
        () -> ItkResponse.to(held.answersTo(), held.reference()),
        held.address());
  }

  private Instant now() {
    return ledger.clock().instant();
  }
}
