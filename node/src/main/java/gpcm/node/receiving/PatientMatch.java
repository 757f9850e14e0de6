package gpcm.node.receiving;

import gpcm.consultation.NameSpelling;
import gpcm.node.register.RegisteredPatient;
import gpcm.node.register.SoughtPatient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a register's patients mean for a document: how its patient stands here, what a person should
 * look at, and whether there is doubt that only a person can settle.
 *
 * @param standing what the answer is when nobody is asked
 * @param doubts what makes the patient doubtful, in words without their details; none when it is
 *     plain
 */
record PatientMatch(PatientStanding standing, Optional<String> warning, List<String> doubts) {
  PatientMatch {
    doubts = List.copyOf(doubts);
  }

  /**
   * Judges. A number that belongs to somebody with another date of birth must never put a document
   * into that person's record.
   */
  static PatientMatch of(SoughtPatient sought, List<RegisteredPatient> found) {
    if (found.isEmpty()) {
      return new PatientMatch(PatientStanding.UNKNOWN, Optional.empty(), List.of());
    }
    if (found.size() > 1) {
      return new PatientMatch(
          PatientStanding.UNKNOWN,
          Optional.of(
              "The NHS number is registered here for more than one person. Find out which of them"
                  + " is meant."),
          List.of("the NHS number is registered here for more than one person"));
    }
    RegisteredPatient one = found.getFirst();
    List<String> doubts = differences(sought, one);
    if (!one.birthDate().equals(sought.birthDate())) {
      return new PatientMatch(
          PatientStanding.UNKNOWN,
          Optional.of(
              "The NHS number is registered here for somebody with another date of birth. Find out"
                  + " which of the two is meant."),
          doubts);
    }
    if (one.registration() == RegisteredPatient.Registration.REGISTERING) {
      doubts.add("their registration is under way");
      return new PatientMatch(
          PatientStanding.UNKNOWN,
          Optional.of("The patient's registration here is under way and not complete."),
          doubts);
    }
    return new PatientMatch(
        standing(one),
        NameSpelling.same(one.family(), sought.family())
            ? Optional.empty()
            : Optional.of("The surname differs from the one registered here."),
        doubts);
  }

  private static PatientStanding standing(RegisteredPatient one) {
    return switch (one.registration()) {
      case KNOWN -> PatientStanding.KNOWN;
      case REGISTERING -> PatientStanding.UNKNOWN;
      case NO_LONGER_HERE -> PatientStanding.NO_LONGER_HERE;
      case RECENTLY_DECEASED -> PatientStanding.RECENTLY_DECEASED;
    };
  }

  /** Which details of somebody differ from the document's, in words without the details. */
  static List<String> differences(SoughtPatient sought, RegisteredPatient one) {
    List<String> differ = new ArrayList<>();
    if (!NameSpelling.same(one.family(), sought.family())) {
      differ.add("the surname differs");
    }
    if (!sameFirst(one.given(), sought.given())) {
      differ.add("the first name differs");
    }
    if (!one.birthDate().equals(sought.birthDate())) {
      differ.add("the date of birth differs");
    }
    if (!sameSex(one.sex(), sought.sex())) {
      differ.add("the sex differs");
    }
    return differ;
  }

  // What one of the two does not say differs in nothing.
  private static boolean sameFirst(String one, String other) {
    return one.isBlank() || other.isBlank() || NameSpelling.same(first(one), first(other));
  }

  private static String first(String given) {
    return given.strip().split("\\s+", 2)[0];
  }

  private static boolean sameSex(String one, String other) {
    return one.isBlank()
        || other.isBlank()
        || one.equals("unknown")
        || other.equals("unknown")
        || one.equals(other.toLowerCase(Locale.ROOT));
  }
}
