package gpcm.node.sending;

import gpcm.consultation.Consultation;
import gpcm.exchange.HoldKind;
import gpcm.exchange.MeshStanding;
import gpcm.exchange.ProviderOutcome;
import gpcm.message.ResponseCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Who has a sent document now, in words that are the same on pages, in the API and at the command
 * line. Nothing but the practice's answer that the patient is known there (30001) makes it {@link
 * Tone#ACCEPTED}. That MESH has taken it says nothing of whether it was collected: the words say
 * what MESH said when it was asked, and nothing where it was not.
 *
 * @param label a word or two
 * @param tone how it is to be taken
 * @param sentence who has it
 * @param next what a person is to do; empty when nothing
 */
public record WhoHasIt(String label, Tone tone, String sentence, Optional<String> next) {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  /** How it is to be taken. */
  public enum Tone {
    /** It waits, or it is over without a fault. */
    QUIET,
    /** It is on its way. */
    MOVING,
    /** It was accepted for its patient, and by nothing less than that. */
    ACCEPTED,
    /** Nobody knows. */
    DOUBTFUL,
    /** It is not where it should be. */
    BAD
  }

  /**
   * Who has it.
   *
   * @param named whether whoever reads it may read what the document says: reasons may name the
   *     patient
   */
  static WhoHasIt of(OutboxDocument document, boolean named, Instant now) {
    return new Telling(document, named, now).tell();
  }

  /** The sentence, and what is to be done next. */
  public String inFull() {
    return sentence + next.map(step -> " Next: " + step).orElse("");
  }

  private static WhoHasIt quiet(String label, String sentence) {
    return new WhoHasIt(label, Tone.QUIET, sentence, Optional.empty());
  }

  private static WhoHasIt moving(String sentence) {
    return new WhoHasIt("On the way", Tone.MOVING, sentence, Optional.empty());
  }

  private static WhoHasIt bad(String label, String sentence, String next) {
    return new WhoHasIt(label, Tone.BAD, sentence, Optional.of(next));
  }

  private record Telling(OutboxDocument document, boolean named, Instant now) {

    WhoHasIt tell() {
      return switch (document.state()) {
        case UNCONFIRMED ->
            new WhoHasIt(
                "Unconfirmed",
                Tone.QUIET,
                "Not sent yet. It waits for somebody to confirm it.",
                Optional.of("check it, then confirm or withdraw it."));
        case WAITING -> quiet("Waiting period", waits());
        case HELD -> bad("Held", "Not sent" + because() + " Needs a person.", afterHold());
        case ACCEPTED, BUILT -> moving("Being sent.");
        case SENT -> moving(sent());
        case INFRASTRUCTURE_ACKNOWLEDGED -> moving(begun(receiver()) + "’s system has it.");
        case COMPLETED -> completed();
        case REJECTED -> rejected();
        case FAILED ->
            bad(
                "Not delivered",
                "Not delivered" + because(),
                "mend the cause and send it again, or choose another way.");
        case OVERDUE ->
            new WhoHasIt(
                "No answer",
                Tone.DOUBTFUL,
                "Nobody has confirmed." + asked(),
                Optional.of(
                    "telephone " + receiver() + ", then send it again or choose another way."));
        case VOID ->
            bad(
                "Null and void",
                "A replacement could not be processed there. Nobody is to rely on this version.",
                "send the consultation as a new document.");
        case WITHDRAWN -> quiet("Withdrawn", "Withdrawn before it left" + because());
        case NOT_SENT -> quiet("Not sent", "Not sent" + because());
        case SUPERSEDED -> quiet("Replaced", "Replaced by a later update before it left.");
        case OTHER_ROUTE -> quiet("Other route", "A person got it there another way" + because());
        case GIVEN_UP ->
            quiet("Given up", "A person decided that it need not get there" + because());
      };
    }

    private MeshStanding standing() {
      return document
          .progress()
          .mesh()
          .map(DocumentProgress.AskedMesh::standing)
          .orElse(MeshStanding.NOT_ASKED);
    }

    private String sent() {
      String they = begun(receiver());
      return switch (standing()) {
        case NOT_ASKED -> "With MESH. " + they + " has not confirmed it yet.";
        case NOT_COLLECTED -> "With MESH. " + they + " has not collected it.";
        case COLLECTED -> they + "’s system has collected it, and has not confirmed it yet.";
        case UNDELIVERABLE -> "With MESH, which says that it could not be delivered.";
        case NOT_FOUND -> "MESH does not know of it any more. " + they + " has not confirmed it.";
      };
    }

    private String asked() {
      return switch (standing()) {
        case NOT_ASKED -> "";
        case NOT_COLLECTED -> " MESH says that " + receiver() + " has not collected it.";
        case COLLECTED -> " MESH says that " + receiver() + "’s system has collected it.";
        case UNDELIVERABLE -> " MESH says that it could not be delivered.";
        case NOT_FOUND -> " MESH does not know of it any more.";
      };
    }

    private String waits() {
      Optional<Instant> until = document.progress().waitsUntil().filter(now::isBefore);
      return until.isEmpty()
          ? "Its time is over. Where it can go is being found out."
          : "Will be sent " + at(until.get()) + " unless changed.";
    }

    private String at(Instant time) {
      LocalDate day = LocalDate.ofInstant(time, Consultation.UK_TIME);
      String hour = HOUR.format(time.atZone(Consultation.UK_TIME));
      return day.equals(LocalDate.ofInstant(now, Consultation.UK_TIME))
          ? "at " + hour
          : "on " + DAY.format(day) + " at " + hour;
    }

    private String because() {
      return document
          .failure()
          .filter(reason -> named && !reason.isBlank())
          .map(reason -> ": " + (reason.matches("(?s).*[.?!]") ? reason : reason + "."))
          .orElse(".");
    }

    private String receiver() {
      return document.addressee().organisation().equals(document.patient().registeredPractice())
          ? "the practice"
          : "the provider";
    }

    private WhoHasIt completed() {
      return document
          .acknowledgements()
          .business()
          .map(
              code ->
                  switch (code) {
                    case "30001" ->
                        new WhoHasIt(
                            "Accepted",
                            Tone.ACCEPTED,
                            "Accepted for this patient.",
                            Optional.empty());
                    case "30004" ->
                        quiet(
                            "Answered",
                            "Taken in for this patient, who has recently died (30004).");
                    default -> outcome(code);
                  })
          .orElseGet(
              () ->
                  quiet(
                      "Answered",
                      begun(receiver()) + "’s system has it. Nothing more is awaited."));
    }

    private static WhoHasIt outcome(String code) {
      Optional<String> step =
          ProviderOutcome.of(code)
              .map(ProviderOutcome::whatToDo)
              .map(words -> words.substring(0, 1).toLowerCase(Locale.UK) + words.substring(1));
      if (step.isEmpty()) {
        return quiet("Answered", "Answered: " + words(code) + ".");
      }
      String label = code.equals("30017") ? "Not accepted" : "Answered";
      return bad(label, "%s: %s.".formatted(label, words(code)), step.get());
    }

    private WhoHasIt rejected() {
      Optional<String> business = document.acknowledgements().business();
      if (business.isPresent()) {
        return bad(
            "Not accepted",
            "Not accepted: " + words(business.get()) + ".",
            afterAnswer(business.get()));
      }
      return bad(
          "Not accepted",
          document
              .acknowledgements()
              .infrastructure()
              .map(code -> "Not accepted: " + words(code) + ".")
              .orElse("Not accepted" + because()),
          "mend what was refused and send it as a new version, or choose another way.");
    }

    private static String afterAnswer(String code) {
      return switch (code) {
        case "30002", "30003" ->
            "find out where the patient is registered, then correct it and send it again, or choose"
                + " another way.";
        default -> "read the answer, and act on it or choose another way.";
      };
    }

    private String afterHold() {
      return switch (document
          .progress()
          .held()
          .map(DocumentProgress.Hold::kind)
          .orElse(HoldKind.OTHER)) {
        case RESTRICTED -> "agree with the practice how it gets there, and choose another way.";
        case PRACTICE -> "find out where the patient is registered, or choose another way.";
        case IDENTITY, NUMBER ->
            "check whose consultation it is, then correct it and send it again.";
        case DECEASED ->
            "decide whether the practice is to have it, then release it or give it up.";
        case MAILBOX -> "find out how " + receiver() + " can have it, and choose another way.";
        case PERSON -> "release it, choose another way, or give it up.";
        case OTHER -> "find out what is the matter, then release it or choose another way.";
      };
    }

    private static String words(String code) {
      return switch (code) {
            case "30002" -> "the patient is not known there";
            case "30003" -> "the patient is no longer registered there";
            default ->
                ResponseCode.of(code)
                    .map(each -> each.display().toLowerCase(Locale.UK).replace("gp", "GP"))
                    .orElse("with a code that has no words here");
          }
          + " ("
          + code
          + ")";
    }

    private static String begun(String words) {
      return words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1);
    }
  }
}
