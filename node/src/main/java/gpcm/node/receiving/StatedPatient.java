package gpcm.node.receiving;

import gpcm.message.PatientView;
import gpcm.message.SendDocument;
import gpcm.node.register.SoughtPatient;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a received document is about, as the document gives it.
 *
 * @param nhsNumber empty when the document gives none
 * @param name empty when the document gives none
 * @param listed the name as lists have it, such as {@code TESTPATIENT, Alpha (Ms)}; the name as it
 *     reads where an earlier version of this program filed the document
 * @param birthDate an ISO date in a document that keeps the rules; empty when it gives none
 */
public record StatedPatient(String nhsNumber, String name, String listed, String birthDate) {
  public StatedPatient {
    listed = listed.isEmpty() ? name : listed;
  }

  /** Family name in capitals, given names, title: what is there of them. */
  static String asListed(PatientView patient) {
    String family = patient.family().orElse("").toUpperCase(Locale.ROOT);
    String given = String.join(" ", patient.given());
    String names =
        Stream.of(family, given).filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
    return patient.prefix().isEmpty() || names.isEmpty()
        ? names
        : names + " (" + String.join(" ", patient.prefix()) + ")";
  }

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
