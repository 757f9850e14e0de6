package gpcm.message;

import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.SnomedCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The three use cases of Send Document, with what each one fixes in the message and in the MESH
 * subject (digest, section 2). A receiver tells the use case from LocalExtension and
 * Composition.type together, never from the MESH workflow.
 */
public sealed interface UseCase {
  /** The report of a consultation, sent to the registered practice. */
  record ConsultationSummary() implements UseCase {
    @Override
    public String name() {
      return "consultation-summary";
    }

    @Override
    public String localExtension() {
      return "SendDocument-ConsultationReport";
    }

    @Override
    public List<String> acceptedSpellings() {
      // Both published examples have the second one, against their own requirement
      // (GPCM-SD-CS-048).
      return List.of(localExtension(), "SendDocument-ConsultationSummary");
    }

    @Override
    public SnomedCode type() {
      return new SnomedCode("371531000");
    }

    @Override
    public String typeDisplay() {
      return "Report of clinical encounter";
    }

    @Override
    public String title() {
      return "Consultation report";
    }
  }

  /** The report of an online consultation. */
  record OnlineConsultation() implements UseCase {
    @Override
    public String name() {
      return "online-consultation";
    }

    @Override
    public String localExtension() {
      return "SendDocument-OnlineConsultationReport";
    }

    @Override
    public List<String> acceptedSpellings() {
      return List.of(localExtension());
    }

    @Override
    public SnomedCode type() {
      return new SnomedCode("149951000000107");
    }

    @Override
    public String typeDisplay() {
      return "Patient information received using general practice online consultation system"
          + " (finding)";
    }

    @Override
    public String title() {
      return "Online consultation report";
    }
  }

  /**
   * A document of any other kind.
   *
   * @param type what the document is, chosen by the sender
   * @param typeDisplay its term
   * @param title the fixed name for this kind of document, also used in the texts
   */
  record Generic(SnomedCode type, String typeDisplay, String title) implements UseCase {
    @Override
    public String name() {
      return "generic";
    }

    @Override
    public String localExtension() {
      return "SendDocument-Generic";
    }

    @Override
    public List<String> acceptedSpellings() {
      return List.of(localExtension());
    }
  }

  /** The name in this project's JSON and commands, such as {@code consultation-summary}. */
  String name();

  /** The LocalExtension that is sent (GPCM-SD-CS-048). */
  String localExtension();

  /** Every LocalExtension that is read as this use case, the one sent first. */
  List<String> acceptedSpellings();

  /** Composition.type (GPCM-SD-CS-019). */
  SnomedCode type();

  /** The display of {@link #type()}. */
  String typeDisplay();

  /** Composition.title (GPCM-SD-CS-022). */
  String title();

  /**
   * The sentence in Composition.text (GPCM-SD-CS-023).
   *
   * @param restricted whether the consultation is confidential; its organisation is then left out
   */
  default String compositionText(Subject subject, boolean restricted) {
    String who = "for " + subject.patientName() + ", NHS Number " + subject.nhsNumber();
    String version = ", Version " + subject.version();
    return switch (this) {
      case ConsultationSummary() -> title() + " " + who + seenAt(subject, restricted) + version;
      case OnlineConsultation() -> title() + " " + who + version;
      case Generic(SnomedCode type, String display, String title) ->
          title + " report " + who + version;
    };
  }

  /**
   * The subject line of the MESH message (GPCM-SD-CS-065, -068). The version closes that of a
   * Consultation Summary (GPCM-SD-CS-006); a confidential one names no organisation.
   *
   * @param restricted whether the consultation is confidential
   */
  default String subjectLine(Subject subject, boolean restricted) {
    String who = "for " + subject.patientName() + ", NHS Number " + subject.nhsNumber();
    String ods = restricted ? "" : ", ODS Code " + subject.odsCode();
    return switch (this) {
      case ConsultationSummary() ->
          title() + " " + who + seenAt(subject, restricted) + ", Version " + subject.version();
      case OnlineConsultation() -> title() + " " + who + ods;
      case Generic(SnomedCode type, String display, String title) -> title + " report " + who + ods;
    };
  }

  private static String seenAt(Subject subject, boolean restricted) {
    return restricted
        ? ""
        : ", seen at " + subject.practiceName() + ", ODS Code " + subject.odsCode();
  }

  /**
   * What the texts name.
   *
   * @param patientName given names and family name
   * @param nhsNumber ten digits
   * @param practiceName the organisation where the patient was seen
   * @param odsCode that organisation's ODS code
   * @param version 1 for the first report of a consultation
   */
  record Subject(
      String patientName, String nhsNumber, String practiceName, String odsCode, int version) {
    /** What the texts of a document's message name. */
    public static Subject of(Document document) {
      return of(document.patient(), document.organisation(), document.version());
    }

    static Subject of(Patient patient, Organisation sender, int version) {
      return new Subject(
          patient.name().inReadingOrder(),
          patient.nhsNumber().value(),
          sender.name(),
          sender.odsCode().value(),
          version);
    }
  }

  /** The use case of a document given as plain values. */
  static UseCase of(Document document) {
    return switch (document) {
      case Consultation summary -> new ConsultationSummary();
      case gpcm.consultation.OnlineConsultation online -> new OnlineConsultation();
      case GenericDocument generic -> GenericDocumentDraft.kind(generic);
    };
  }

  /**
   * The use case a message belongs to, told from both its marks. A generic document needs a valid
   * SNOMED code as its type.
   */
  static Optional<UseCase> of(MessageHandling handling, CompositionView composition) {
    String type = composition.typeCode().orElse("");
    String mark = handling.localExtension().orElse("").toLowerCase(Locale.ROOT);
    UseCase summary = new ConsultationSummary();
    UseCase online = new OnlineConsultation();
    if (spelt(online, mark)
        || (type.equals(online.type().value()) && !mark.equals("senddocument-generic"))) {
      return Optional.of(online);
    }
    if (spelt(summary, mark) || (mark.isEmpty() && type.equals(summary.type().value()))) {
      return Optional.of(summary);
    }
    if (mark.equals("senddocument-generic")) {
      try {
        return Optional.of(new Generic(new SnomedCode(type), "", composition.title().orElse("")));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean spelt(UseCase useCase, String lowerCaseMark) {
    return useCase.acceptedSpellings().stream()
        .anyMatch(s -> s.toLowerCase(Locale.ROOT).equals(lowerCaseMark));
  }
}
