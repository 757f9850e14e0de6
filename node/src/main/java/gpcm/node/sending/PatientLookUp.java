package gpcm.node.sending;

import gpcm.consultation.Circumstances.Registration;
import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.NhsNumber;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Patient;
import gpcm.consultation.json.RecordedConsultation;
import gpcm.exchange.Deadline;
import gpcm.exchange.Deadlines;
import gpcm.exchange.Deliverability;
import gpcm.exchange.HoldKind;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.node.demographics.Checked;
import gpcm.node.demographics.Demographics;
import gpcm.node.demographics.Sought;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ToCheck;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.pds.Copy;
import gpcm.pds.LookUp;
import gpcm.pds.OurRecord;
import gpcm.pds.PdsOutcome;
import gpcm.pds.Route;
import gpcm.pds.Treatment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Looks a document's patient up before it leaves, and says what follows from it: it goes, waits, is
 * held for a person, or must not be sent (GPCM-SD-CS-071, -072). Thread-safe.
 */
public final class PatientLookUp implements DeliveryCheck {
  private static final ZoneId HERE = ZoneId.of("Europe/London");
  private static final Duration MESH_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_REFUSED = Duration.ofDays(1);
  private static final int REFUSALS = 20;

  private final Ledger ledger;
  private final Demographics demographics;
  private final Map<String, Mailbox> mailboxes;
  private final Routing routing;
  private final Function<String, Deadlines> deadlines;

  /**
   * Asks {@code demographics}, and MESH where a practice's mailbox is.
   *
   * @param deadlines how long an organisation waits for what
   */
  public PatientLookUp(
      Ledger ledger,
      Demographics demographics,
      Map<String, Mailbox> mailboxes,
      Routing routing,
      Function<String, Deadlines> deadlines) {
    this.ledger = ledger;
    this.demographics = demographics;
    this.mailboxes = Map.copyOf(mailboxes);
    this.routing = routing;
    this.deadlines = deadlines;
  }

  @Override
  public boolean asks(String organisation) {
    return demographics.asks(organisation);
  }

  @Override
  public Optional<Boolean> regularHere(String organisation, Document document) {
    return document instanceof Consultation && asks(organisation)
        ? demographics.regularHere(organisation, ours(document, false))
        : Optional.empty();
  }

  @Override
  public Deliverability check(ToCheck claimed, RecordedConsultation recorded)
      throws InterruptedException {
    return found(claimed, recorded, true).delivery();
  }

  @Override
  public Foreseen foresee(ToCheck claimed, RecordedConsultation recorded)
      throws InterruptedException {
    return found(claimed, recorded, false);
  }

  private Foreseen found(ToCheck claimed, RecordedConsultation recorded, boolean kept)
      throws InterruptedException {
    if (!asks(claimed.organisation())) {
      return new Foreseen(
          new Deliverability.Deliverable(
              "the practice is the one that the submitting system named; this node is not"
                  + " configured to look it up",
              ledger.clock().instant()),
          Optional.empty(),
          false);
    }
    UUID id = claimed.lease().id();
    Document document =
        demographics
            .numberOf(id)
            .map(number -> recorded.document().patient().with(new NhsNumber(number)))
            .map(recorded.document()::about)
            .orElse(recorded.document());
    Route route = route(document);
    boolean regular =
        recorded.circumstances().registration().filter(Registration.REGULAR::equals).isPresent();
    Sought sought = new Sought(claimed.organisation(), id, ours(document, regular), route, false);
    Checked checked = demographics.check(sought);
    LookUp found = checked.lookUp().naming(document.registeredPractice().odsCode().value());
    try {
      LookUp all = mailboxed(claimed, document, route, found);
      if (kept) {
        demographics.keep(sought, checked, all);
      }
      return foreseen(all, following(claimed, checked, all, route));
    } catch (MeshMailboxRefused | MeshUnavailable | MeshQuestions.NotAnsweredYet e) {
      if (kept) {
        demographics.keep(sought, checked, found);
      }
      return foreseen(found, withoutMesh(claimed, route, e.getMessage()));
    }
  }

  private static Foreseen foreseen(LookUp found, Deliverability delivery) {
    return new Foreseen(
        delivery, found.nhsNumber(), found.outcomes().stream().anyMatch(PdsOutcome::restricted));
  }

  private Deliverability withoutMesh(ToCheck claimed, Route route, String why) {
    String reason = "MESH cannot be asked for the practice's mailbox: " + why;
    Instant now = ledger.clock().instant();
    Instant deadline = claimed.since().plus(patience(claimed, route));
    if (now.isBefore(deadline)) {
      return new Deliverability.NotKnownYet(reason, now.plus(MESH_PAUSE));
    }
    return new Deliverability.NeedsPerson(
        HoldKind.MAILBOX,
        reason,
        "Let it go on its page once MESH answers again: the practice's mailbox is looked for again"
            + " then. What cannot wait is sent by other means; say so there.");
  }

  static Route route(Document document) {
    return switch (document) {
      case Consultation summary -> Route.SUMMARY;
      case OnlineConsultation online ->
          online.sendTo().isPresent()
              ? Route.CONSULTATION_TO_PROVIDER
              : Route.CONSULTATION_TO_PRACTICE;
      case GenericDocument generic ->
          generic.sendTo().isPresent() ? Route.CONSULTATION_TO_PROVIDER : Route.GENERIC;
    };
  }

  static OurRecord ours(Document document, boolean regular) {
    Patient patient = document.patient();
    return new OurRecord(
        patient.nhsNumber().value(),
        patient.name().family(),
        patient.name().given(),
        patient.birthDate().toString(),
        patient.gender().code(),
        patient.name().prefix().orElse(""),
        LocalDate.ofInstant(document.occurredAt(), HERE),
        document.organisation().odsCode().value(),
        regular);
  }

  // MESH finds a summary's way itself; of a restricted record nobody asks for the practice.
  private LookUp mailboxed(ToCheck claimed, Document document, Route route, LookUp found) {
    Mailbox mailbox = mailboxes.get(claimed.organisation());
    boolean wanted =
        route == Route.CONSULTATION_TO_PROVIDER
            ? found.on(route) == Treatment.SEND && found.copy() == Copy.SENT
            : found.on(route) == Treatment.SEND && route != Route.SUMMARY;
    if (mailbox == null || !wanted) {
      return found;
    }
    return routing.reachesPractice(mailbox, document) ? found : found.withoutMailbox();
  }

  private Deliverability following(ToCheck claimed, Checked checked, LookUp found, Route route) {
    LookUpWords words = new LookUpWords(checked, found, route);
    if (claimed.copy() && found.on(route) == Treatment.SEND && found.copy() != Copy.SENT) {
      return new Deliverability.MustNot(
          "the registered practice is not to get its copy any more: " + words.reason(),
          "Tell the practice by other means if it has to know.",
          true);
    }
    return switch (found.on(route)) {
      case SEND -> new Deliverability.Deliverable(words.deliverable(), checked.askedAt());
      case AGAIN -> again(claimed, checked, words, route);
      case HOLD -> held(words);
      case REFUSE ->
          new Deliverability.MustNot(
              words.reason(),
              words.whatToDo(),
              found.reasons(route).stream().anyMatch(each -> each != PdsOutcome.OWN));
      case HOLD_ALL ->
          outwaited(claimed)
              ? held(words)
              : new Deliverability.NotKnownYet(
                  words.reason(), checked.particulars().again().orElseThrow());
    };
  }

  // What is refused that long may be refused for its own sake, and nobody would ever see it.
  private boolean outwaited(ToCheck claimed) {
    return claimed.failures() >= REFUSALS
        && !ledger.clock().instant().isBefore(claimed.since().plus(LONGEST_REFUSED));
  }

  private static Deliverability held(LookUpWords words) {
    return new Deliverability.NeedsPerson(words.kind(), words.reason(), words.whatToDo());
  }

  private Deliverability again(ToCheck claimed, Checked checked, LookUpWords words, Route route) {
    Instant now = ledger.clock().instant();
    Instant deadline = claimed.since().plus(patience(claimed, route));
    if (!now.isBefore(deadline)) {
      return held(words);
    }
    Instant next = checked.particulars().again().orElse(now.plus(Duration.ofDays(1)));
    return new Deliverability.NotKnownYet(
        words.reason(), next.isBefore(deadline) ? next : deadline);
  }

  private Duration patience(ToCheck claimed, Route route) {
    return deadlines
        .apply(claimed.organisation())
        .of(
            switch (route) {
              case SUMMARY, GENERIC -> Deadline.LOOK_UP;
              case CONSULTATION_TO_PRACTICE, CONSULTATION_TO_PROVIDER -> Deadline.LOOK_UP_ONLINE;
            });
  }
}
