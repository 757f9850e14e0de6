package gpcm.consultation;

import java.time.LocalDate;
import java.util.Optional;

/** Who wrote a document: one of the four the specification knows (GPCM-SD-005, GPCM-SD-OC-009). */
public sealed interface Author {

  /** A member of staff. A document has at most one. */
  record ByPractitioner(Practitioner practitioner) implements Author {}

  /** The patient in person. */
  record ByPatient() implements Author {}

  /**
   * Somebody on the patient's behalf (GPCM-SD-OC-028 to -030). A document has at most one.
   *
   * @param name the person's name
   * @param birthDate the person's date of birth
   * @param telephone if there is one
   */
  record ByRelatedPerson(PersonName name, LocalDate birthDate, Optional<Telephone> telephone)
      implements Author {
    @Override
    public String toString() {
      return "ByRelatedPerson[masked]";
    }
  }

  /**
   * A system (GPCM-SD-OC-031, -032).
   *
   * @param type what kind of device it is
   * @param term the term of that code
   * @param manufacturer who makes it
   */
  record ByDevice(SnomedCode type, String term, String manufacturer) implements Author {
    /**
     * Checks that both texts are there.
     *
     * @throws InvalidValueException when one is blank
     */
    public ByDevice {
      if (term.isBlank() || manufacturer.isBlank()) {
        throw new InvalidValueException(
            "Device",
            "must have a term for its type and a manufacturer (GPCM-SD-OC-031, -032)",
            "Give both");
      }
    }
  }
}
