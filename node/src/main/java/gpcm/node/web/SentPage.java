package gpcm.node.web;

import gpcm.exchange.MeshStanding;
import gpcm.node.demographics.KeptLookUp;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.sending.AnsweredBy;
import gpcm.node.sending.DocumentFile;
import gpcm.node.sending.DocumentProgress;
import gpcm.node.sending.LookUpDecision;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.SendingElsewhere;
import gpcm.node.sending.SentAct;
import gpcm.node.sending.SentRow;
import gpcm.node.sending.WhoHasIt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sent document as its page shows it.
 *
 * @param row the document
 * @param named whether its patient and what it says are shown
 * @param resendable whether whoever looks can send it again
 * @param correctable whether they can hand in a correction of it
 * @param elsewhere the practice that they can send it to, since the patient has left the one that
 *     it went to
 * @param acts what else they can do with it
 * @param isMine whether they deal with it
 * @param files its report and attachments; none where it is not named
 * @param events what happened to it, oldest first
 * @param lookUps who was asked about its patient, and what was decided; none where it is not named
 * @param together the other half of an act: its copies, or what it is a copy of
 * @param versions what was handed in about its encounter, the latest first
 * @param place the list that it was opened from
 * @param beside what stands beside it there
 * @param now when it is shown
 */
record SentPage(
    SentRow row,
    boolean named,
    boolean resendable,
    boolean correctable,
    Optional<SendingElsewhere.Offer> elsewhere,
    List<SentAct> acts,
    boolean isMine,
    List<DocumentFile> files,
    List<TimelineEvent> events,
    List<LookUpDecision> lookUps,
    List<SentRow> together,
    List<SentRow> versions,
    SentPlace place,
    SentPlace.Neighbours beside,
    Instant now) {

  OutboxDocument document() {
    return row.document();
  }

  /** What follows from an act, for whoever is about to do it. */
  static String follows(SentAct act) {
    return switch (act) {
      case CONFIRM -> "It goes when the organisation’s time is over.";
      case SEND_NOW ->
          "It goes at once. A later change makes a new version, which replaces this one at the"
              + " practice.";
      case HOLD -> "It stays here until a person releases it or ends it.";
      case RELEASE -> "Whether it can be delivered is checked again, and it goes if it can.";
      case RELEASE_UNCHECKED -> "It goes, whatever stopped it.";
      case WITHDRAW -> "It is not sent. Nobody outside this organisation has seen it.";
      case OTHER_ROUTE -> "It is not sent from here any more.";
      case GIVE_UP ->
          "Nobody has it, and nobody tries any more. Say why that is safe for the patient.";
    };
  }

  static String documents(int count) {
    return count == 1 ? "1 document" : count + " documents";
  }

  WhoHasIt whoHasIt() {
    return whoHasIt(row);
  }

  WhoHasIt whoHasIt(SentRow other) {
    return named ? other.whoHasIt(now) : other.whoHasItUnnamed(now);
  }

  /**
   * Its timeline holds no patient data, but the words of refusals may: who may not read them is not
   * shown it.
   */
  List<TimelineEvent> timeline() {
    return named ? events : List.of();
  }

  Optional<AnsweredBy> answeredBy() {
    return AnsweredBy.of(document(), events);
  }

  /**
   * A station on its way.
   *
   * @param reached it has been there
   * @param here it is there now, or got no further
   */
  record Station(String who, String words, boolean reached, boolean here) {}

  /** The stations between whoever wrote it and the patient's record. */
  List<Station> chain() {
    int reached = reached();
    String receiver = document().addressee().organisation();
    List<Station> chain = new ArrayList<>();
    chain.add(
        station(
            0,
            reached,
            "You",
            at("accepted").map(time -> "Handed in " + time).orElse("Handed in")));
    chain.add(
        station(
            1,
            reached,
            "MESH",
            at("sent").map(time -> "Took it " + time).orElse("Doesn’t have it")));
    chain.add(
        station(
            2,
            reached,
            "The system of " + Display.oneDirection(receiver),
            at("infrastructure-acknowledgement")
                .map(time -> "Answered " + time)
                .orElse(reached >= 2 ? "Has it" : "Has not confirmed it")));
    chain.add(
        station(
            3,
            reached,
            "Accepted for this patient",
            reached == 3
                ? at("business-acknowledgement").map(time -> "Yes, " + time).orElse("Yes")
                : answer()));
    return chain;
  }

  private String answer() {
    return document().acknowledgements().business().isPresent() ? "No" : "Not yet";
  }

  private static Station station(int place, int reached, String who, String words) {
    return new Station(who, words, place <= reached, place == reached);
  }

  private int reached() {
    if (whoHasIt().tone() == WhoHasIt.Tone.ACCEPTED) {
      return 3;
    }
    if (document().acknowledgements().business().isPresent()
        || document().acknowledgements().infrastructure().filter("20013"::equals).isPresent()) {
      return 2;
    }
    return document().identifiers().meshMessageId().isPresent() ? 1 : 0;
  }

  private Optional<String> at(String kind) {
    return events.reversed().stream()
        .filter(event -> event.kind().equals(kind))
        .findFirst()
        .map(event -> Display.time(event.at()));
  }

  /** Where the patient is registered by a look-up, in words. */
  String registered(KeptLookUp.Practice practice, String name) {
    return name
        + practice.from().map(day -> ", since " + Display.date(day)).orElse("")
        + practice.until().map(day -> ", until " + Display.date(day)).orElse("");
  }

  /** An attempt to send it, and what came of it. */
  record Attempt(String at, String exactly, String result) {}

  /** The attempts, as far as its timeline tells them. */
  List<Attempt> attempts() {
    return events.stream()
        .filter(
            event ->
                switch (event.kind()) {
                  case "sent", "handed-over", "posting-again", "copy-refused", "failed" -> true;
                  default -> false;
                })
        .map(
            event ->
                new Attempt(
                    Display.time(event.at()), event.at().toString(), TimelineWords.sentence(event)))
        .toList();
  }

  /** How its recipient was chosen. */
  String chosen() {
    if (document().addressee().copyOf().isPresent()) {
      return "The registered practice has a copy of what another provider acts on.";
    }
    return document().useCase().equals("consultation-summary")
        ? "MESH finds the practice by the patient’s NHS number, birth date and family name."
        : "Named by whoever handed it in.";
  }

  /** What MESH said of it when it was asked last. */
  public Optional<DocumentProgress.AskedMesh> meshSaid() {
    return document().progress().mesh();
  }

  /** Whether MESH says that its recipient has collected it. */
  public boolean collected() {
    return meshSaid().filter(said -> said.standing() == MeshStanding.COLLECTED).isPresent();
  }
}
