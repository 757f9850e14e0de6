package gpcm.addressing;

import gpcm.mesh.DateOrder;
import gpcm.mesh.MeshText;
import gpcm.mesh.PatientAddress;
import gpcm.message.PatientView;
import gpcm.message.SendDocument;
import java.time.LocalDate;
import java.util.Optional;

/** The address by which MESH finds a patient's registered practice. */
final class PracticeAddress {
  private static final String FAMILY = "Patient.name.family";

  private PracticeAddress() {}

  static PatientAddress of(SendDocument document, DateOrder dates) {
    Optional<PatientView> patient = document.patient();
    return of(
        patient
            .flatMap(PatientView::nhsNumber)
            .orElseThrow(() -> missing("Patient.identifier", "NHS number")),
        patient
            .flatMap(PatientView::bornOn)
            .orElseThrow(() -> missing("Patient.birthDate", "date of birth")),
        patient.flatMap(PatientView::family).orElseThrow(() -> missing(FAMILY, "surname")),
        dates);
  }

  static PatientAddress of(String nhsNumber, LocalDate birthDate, String surname, DateOrder dates) {
    if (!MeshText.canSpell(surname)) {
      throw new UnaddressableException(
          FAMILY,
          "MESH finds the registered practice by the surname in Latin letters",
          "Give the surname as the Personal Demographics Service holds it");
    }
    try {
      return new PatientAddress(nhsNumber, birthDate, surname, dates);
    } catch (IllegalArgumentException e) {
      throw new UnaddressableException(
          "Patient",
          e.getMessage(),
          "Give NHS number, date of birth and surname as the Personal Demographics Service holds"
              + " them");
    }
  }

  private static UnaddressableException missing(String element, String what) {
    return new UnaddressableException(
        element,
        "MESH finds the registered practice by NHS number, date of birth and surname; the "
            + what
            + " is missing",
        "Complete the patient, or send to a mailbox that an endpoint lookup gave");
  }
}
