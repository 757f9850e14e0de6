package gpcm.node.receiving;

import gpcm.message.PatientView;
import gpcm.message.SendDocument;
import gpcm.node.register.SoughtPatient;
import java.util.Optional;

/**
 * Whom a received document is about, as the document gives it.
 *
 * @param nhsNumber empty when the document gives none
 * @param name empty when the document gives none
 * @param birthDate an ISO date in a document that keeps the rules; empty when it gives none
 */
public record StatedPatient(String nhsNumber, String name, String birthDate) {

  /** The patient of a document, to be looked up. */
  static SoughtPatient sought(SendDocument document) {
    Optional<PatientView> patient = document.patient();
    return new SoughtPatient(
        patient.flatMap(PatientView::nhsNumber).orElse(""),
        patient.flatMap(PatientView::family).orElse(""),
        patient.map(each -> String.join(" ", each.given())).orElse(""),
        patient.flatMap(PatientView::birthDate).orElse(""),
        patient.flatMap(PatientView::gender).orElse(""));
  }

  /** Says nothing about the patient, so that it can be logged. */
  @Override
  public String toString() {
    return "StatedPatient[hidden]";
  }
}
