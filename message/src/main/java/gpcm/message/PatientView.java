package gpcm.message;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.HumanName;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.PrimitiveType;

/**
 * The patient of a message as read. Nothing is checked or completed: an NHS number with a wrong
 * check digit is given as it stands. {@link #toString()} says nothing about the person.
 *
 * @param id Patient.id
 * @param nhsNumber the value of the identifier of the NHS number system
 * @param family family name of the official name, or of the first name where none is official
 * @param given its given names
 * @param prefix its titles
 * @param birthDate as text
 * @param gender the code of the administrative gender
 */
public record PatientView(
    Optional<String> id,
    Optional<String> nhsNumber,
    Optional<String> family,
    List<String> given,
    List<String> prefix,
    Optional<String> birthDate,
    Optional<String> gender) {

  static PatientView of(Patient patient) {
    HumanName name =
        patient.getName().stream()
            .filter(n -> n.getUse() == HumanName.NameUse.OFFICIAL)
            .findFirst()
            .or(() -> patient.getName().stream().findFirst())
            .orElseGet(HumanName::new);
    return new PatientView(
        Stated.id(patient),
        Stated.identifier(patient.getIdentifier(), Vocabulary.NHS_NUMBER),
        Stated.text(name.getFamily()),
        texts(name.getGiven()),
        texts(name.getPrefix()),
        Stated.text(
            patient.hasBirthDateElement()
                ? patient.getBirthDateElement().getValueAsString()
                : null),
        Stated.text(
            patient.hasGenderElement() ? patient.getGenderElement().getValueAsString() : null));
  }

  private static List<String> texts(List<? extends PrimitiveType<?>> parts) {
    List<String> texts = new ArrayList<>();
    for (PrimitiveType<?> part : parts) {
      Stated.text(part.getValueAsString()).ifPresent(texts::add);
    }
    return List.copyOf(texts);
  }

  /** Given names and family name, parted by spaces; empty text when there is neither. */
  public String displayName() {
    List<String> parts = new ArrayList<>(given);
    family.ifPresent(parts::add);
    return String.join(" ", parts);
  }

  /** The date of birth, where it is a whole date. */
  public Optional<LocalDate> bornOn() {
    try {
      return birthDate.map(LocalDate::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "PatientView[masked]";
  }
}
