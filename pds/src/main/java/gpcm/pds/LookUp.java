package gpcm.pds;

import gpcm.pds.PdsPatient.Name;
import gpcm.pds.PdsPatient.Practice;
import gpcm.pds.PdsPatient.Registered;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What PDS says of the patient of a document, held against the sender's own record (CS-071 and
 * CS-072). Pure.
 *
 * @param outcomes all that hold; never empty
 * @param differing which details differ, in words such as {@code surname}
 * @param practice the one the patient is registered with, unless it must not be known
 * @param nhsNumber the one to send under; empty when there is none, or it may be somebody else's
 * @param returned the number PDS gave, to be kept with the document; empty when it gave none
 */
public record LookUp(
    Set<PdsOutcome> outcomes,
    List<String> differing,
    Optional<Practice> practice,
    Optional<String> nhsNumber,
    Optional<String> returned) {
  public LookUp {
    outcomes = Set.copyOf(outcomes);
    differing = List.copyOf(differing);
  }

  /** Somebody else's records here, by number. */
  @FunctionalInterface
  public interface LocalPatients {
    /** No other record is known. */
    LocalPatients NONE = nhsNumber -> false;

    /** Whether another patient here has this number. */
    boolean another(String nhsNumber);
  }

  /**
   * Judges an answer.
   *
   * @param others asked when PDS gives another number than was asked for
   * @param today in Europe/London
   */
  public static LookUp of(PdsAnswer answer, OurRecord ours, LocalPatients others, LocalDate today) {
    return switch (answer) {
      case PdsAnswer.Found found -> new Judging(found.patient(), ours, today).judge(others);
      case PdsAnswer.NotFound none -> only(PdsOutcome.NOT_FOUND);
      case PdsAnswer.Invalidated withdrawn -> only(PdsOutcome.INVALIDATED);
      case PdsAnswer.Malformed malformed -> only(PdsOutcome.MALFORMED);
      case PdsAnswer.Refused refused -> only(PdsOutcome.OUR_FAULT);
      case PdsAnswer.Unavailable unavailable -> only(PdsOutcome.NOT_NOW);
    };
  }

  private static LookUp only(PdsOutcome outcome) {
    return new LookUp(
        Set.of(outcome), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same, where the practice turned out to have no mailbox for such documents. */
  public LookUp withoutMailbox() {
    return with(PdsOutcome.NO_MAILBOX);
  }

  private LookUp with(PdsOutcome outcome) {
    EnumSet<PdsOutcome> all = EnumSet.copyOf(outcomes);
    all.add(outcome);
    return new LookUp(all, differing, practice, nhsNumber, returned);
  }

  /**
   * The same for a document that names a practice, which need not be the one of the look-up.
   *
   * @param odsCode the practice that the document names
   */
  public LookUp naming(String odsCode) {
    return practice.filter(found -> !found.odsCode().equals(odsCode)).isEmpty()
        ? this
        : with(PdsOutcome.OTHER_PRACTICE);
  }

  /** What is done with a document: the strictest of what each outcome asks for. */
  public Treatment on(Route route) {
    return outcomes.stream().map(each -> each.on(route)).max(Treatment::compareTo).orElseThrow();
  }

  /** What becomes of the practice's copy. */
  public Copy copy() {
    return outcomes.stream().map(PdsOutcome::copy).max(Copy::compareTo).orElseThrow();
  }

  /**
   * Why it is not simply sent on a route; empty when it is. Of a restricted record nothing is told
   * but that.
   */
  public List<PdsOutcome> reasons(Route route) {
    Optional<PdsOutcome> restricted = outcomes.stream().filter(PdsOutcome::restricted).findFirst();
    if (restricted.isPresent()) {
      return List.of(restricted.get());
    }
    Treatment treatment = on(route);
    return treatment == Treatment.SEND
        ? List.of()
        : outcomes.stream().filter(each -> each.on(route) == treatment).sorted().toList();
  }

  private static boolean isAnother(PdsOutcome outcome) {
    return outcome == PdsOutcome.IDENTITY_DIFFERS || outcome == PdsOutcome.SUPERSEDED_BY_OTHER;
  }

  /** Without numbers and practices, so that it can be logged. */
  @Override
  public String toString() {
    return "LookUp" + outcomes;
  }

  private record Judging(PdsPatient patient, OurRecord ours, LocalDate today) {
    LookUp judge(LocalPatients others) {
      EnumSet<PdsOutcome> outcomes = EnumSet.noneOf(PdsOutcome.class);
      List<String> identity = identity();
      List<String> details = details();
      boolean restricted = !patient.confidentiality().open();
      if (restricted) {
        outcomes.add(
            patient.name().isPresent() && !patient.birthDate().isEmpty()
                ? PdsOutcome.RESTRICTED
                : PdsOutcome.RESTRICTED_WITHOUT_NAME);
      }
      if (!patient.nhsNumber().equals(ours.nhsNumber())) {
        outcomes.add(
            identity.isEmpty() && !others.another(patient.nhsNumber())
                ? PdsOutcome.SUPERSEDED
                : PdsOutcome.SUPERSEDED_BY_OTHER);
      }
      if (!outcomes.contains(PdsOutcome.RESTRICTED_WITHOUT_NAME) && !identity.isEmpty()) {
        outcomes.add(PdsOutcome.IDENTITY_DIFFERS);
      }
      if (!details.isEmpty() && !restricted) {
        outcomes.add(PdsOutcome.DETAILS_DIFFER);
      }
      death().ifPresent(outcomes::add);
      Optional<Practice> practice = Optional.empty();
      if (!restricted) {
        Registered registered = patient.registered(today);
        PdsOutcome where = registration(registered);
        // Whose number this is has to be found out first: our own patient may have somebody else's.
        if (where != PdsOutcome.OWN || outcomes.stream().noneMatch(LookUp::isAnother)) {
          outcomes.add(where);
        }
        if (registered instanceof Registered.With with) {
          practice = Optional.of(with.practice());
        }
      }
      removal(practice).ifPresent(outcomes::add);
      return new LookUp(
          outcomes,
          restricted ? List.of() : Stream.concat(identity.stream(), details.stream()).toList(),
          practice,
          Optional.of(patient.nhsNumber())
              .filter(number -> outcomes.stream().noneMatch(LookUp::isAnother)),
          Optional.of(patient.nhsNumber()));
    }

    private PdsOutcome registration(Registered registered) {
      return switch (registered) {
        case Registered.With with when !with.practice().odsCode().equals(ours.sender()) ->
            PdsOutcome.CURRENT;
        case Registered.With own ->
            ours.regularHere() ? PdsOutcome.OWN : PdsOutcome.OWN_NOT_REGULAR;
        case Registered.Later later -> PdsOutcome.STARTS_LATER;
        case Registered.Ended ended -> PdsOutcome.ENDED;
        case Registered.Nowhere nowhere -> PdsOutcome.NOWHERE;
        case Registered.Several several -> PdsOutcome.SEVERAL;
      };
    }

    private Optional<PdsOutcome> death() {
      return patient
          .death()
          .map(
              death -> {
                if (!death.formal()) {
                  return PdsOutcome.DECEASED_UNCONFIRMED;
                }
                // Without the day nobody knows which was first: a person looks.
                return death.day().filter(day -> !ours.encounter().isAfter(day)).isPresent()
                    ? PdsOutcome.DECEASED_SINCE
                    : PdsOutcome.DECEASED;
              });
    }

    private Optional<PdsOutcome> removal(Optional<Practice> practice) {
      return patient
          .removal()
          .filter(removal -> removal.from().filter(today::isBefore).isEmpty())
          .filter(removal -> practice.filter(now -> registeredSince(now, removal)).isEmpty())
          .map(
              removal -> {
                if (removal.toAnotherNation()) {
                  return PdsOutcome.IN_ANOTHER_NATION;
                }
                return removal.byDeath() ? PdsOutcome.REMOVED_BY_DEATH : PdsOutcome.REMOVED;
              });
    }

    /** Who came back, or went on to another practice, is on a list again. */
    private static boolean registeredSince(Practice practice, PdsPatient.Removal removal) {
      return practice
          .start()
          .flatMap(start -> removal.from().filter(gone -> !start.isBefore(gone)))
          .isPresent();
    }

    private List<String> identity() {
      List<String> differing = new ArrayList<>();
      if (!same(patient.name().map(Name::family).orElse(""), ours.family())) {
        differing.add("surname");
      }
      if (!patient.birthDate().equals(ours.birthDate())) {
        differing.add("date of birth");
      }
      return differing;
    }

    private List<String> details() {
      List<String> differing = new ArrayList<>();
      patient
          .name()
          .ifPresent(
              name -> {
                if (!same(String.join(" ", name.given()), String.join(" ", ours.given()))) {
                  differing.add("given name");
                }
                if (!same(String.join(" ", name.prefix()), ours.title())) {
                  differing.add("title");
                }
              });
      if (!patient.gender().equals(ours.gender())) {
        differing.add("gender");
      }
      return differing;
    }

    /** Names are the same but for case, spaces and how an apostrophe or accent is written. */
    private static boolean same(String one, String other) {
      return folded(one).equals(folded(other));
    }

    private static String folded(String name) {
      return Normalizer.normalize(name, Normalizer.Form.NFC)
          .replace('\u2019', '\'')
          .strip()
          .replaceAll("\\s+", " ")
          .toUpperCase(Locale.ROOT);
    }
  }
}
