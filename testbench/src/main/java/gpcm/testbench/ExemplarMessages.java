package gpcm.testbench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Author;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.Consultation;
import gpcm.consultation.OdsCode;
import gpcm.consultation.SnomedCode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.fhir.AttachmentContent;
import gpcm.mesh.MeshBody;
import gpcm.message.Attachment;
import gpcm.message.DocumentBuilder;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.Payload;
import gpcm.message.RecipientType;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import gpcm.report.ConsultationReport;
import gpcm.report.ReportContext;
import gpcm.report.ReportSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Builds the messages of an exemplar, each a fresh one about an encounter of its own: the project's
 * example consultation through the same builders that everything else is sent with, and then, for a
 * fault, the one change that breaks it.
 */
final class ExemplarMessages {
  private static final int USUAL_LIMIT = 5 << 20;
  private static final String ATTACHMENT = "consultation-summary-throat.txt";
  private static final UseCase.Generic LETTER =
      new UseCase.Generic(
          new SnomedCode("823681000000100"), "Outpatient letter", "Outpatient letter");
  private static final ClinicalCode ONLINE_ENCOUNTER =
      new ClinicalCode(
          ClinicalCode.Terminology.SNOMED,
          "149971000000103",
          "Encounter using general practice online consultation system");

  private final MailboxId mailbox;
  private final TestPatient patient;
  private final InstantSource clock;
  private final MessageWriter writer = new MessageWriter();
  private final ConsultationReport report = new ConsultationReport(ReportSettings.defaults());
  private final JsonMapper json = JsonMapper.builder().build();

  /** Messages from this mailbox about this patient. */
  ExemplarMessages(MailboxId mailbox, TestPatient patient, InstantSource clock) {
    this.mailbox = mailbox;
    this.patient = patient;
    this.clock = clock;
  }

  /** The exemplar's messages in the order they are to be sent. */
  List<WireMessage> of(Exemplar exemplar) {
    return switch (exemplar) {
      case Exemplar.Good good -> good(good);
      case Exemplar.Asking(ResponseCode code) -> List.of(asking(code));
      case MessageFault fault -> faulty(fault);
    };
  }

  private List<WireMessage> good(Exemplar.Good good) {
    return switch (good) {
      case CONSULTATION_SUMMARY -> List.of(wire(summary(tree -> {})));
      case CONFIDENTIAL_SUMMARY -> List.of(wire(summary(tree -> tree.put("confidential", true))));
      case REPLACEMENT -> {
        Built first = summary(tree -> {});
        yield List.of(wire(first), wire(version(2, first)));
      }
      case ONLINE_CONSULTATION -> List.of(wire(online(tree -> {}, RecipientType.FOR_ACTION)));
      case ONLINE_CONSULTATION_COPY ->
          List.of(wire(online(tree -> {}, RecipientType.FOR_INFORMATION)));
      case GENERIC -> List.of(wire(generic()));
    };
  }

  /** The codes after 30004 are a pharmacy's about an online consultation (from 1.5.1). */
  private WireMessage asking(ResponseCode code) {
    Change named =
        tree ->
            ((ObjectNode) tree.at("/patient/name"))
                .putArray("given")
                .add(AnswerChoice.givenName(code));
    boolean pharmacy = code.compareTo(ResponseCode.PATIENT_RECENTLY_DECEASED) > 0;
    return wire(pharmacy ? online(named, RecipientType.FOR_ACTION) : summary(named));
  }

  private List<WireMessage> faulty(MessageFault fault) {
    Built built = summary(tree -> {});
    byte[] xml = xml(built.message);
    return switch (fault) {
      case CUT_SHORT -> List.of(wire(built, Arrays.copyOf(xml, xml.length / 2)));
      case JSON -> List.of(wire(built, json(built.message)));
      case REPEATED -> List.of(wire(built, xml), wire(built, xml));
      case SAME_DOCUMENT ->
          List.of(
              wire(built, xml),
              wire(
                  new Built(
                      built.message.copyFor(RecipientType.FOR_ACTION, clock, UUID::randomUUID),
                      built.subject)));
      case REPLACEMENT_FAULTY, REPLACEMENT_ATTACHMENT ->
          List.of(wire(built, xml), edited(fault, version(2, built)));
      case REPLACES_VOID ->
          List.of(wire(built, xml), edited(fault, version(2, built)), wire(version(3, built)));
      case REPLACES_UNKNOWN ->
          List.of(wire(summary(tree -> replacing(tree, 2, UUID.randomUUID().toString()))));
      case TOO_LARGE -> List.of(wire(summary(tree -> {}, new byte[USUAL_LIMIT])));
      default -> List.of(edited(fault, built));
    };
  }

  private WireMessage edited(MessageFault fault, Built built) {
    return wire(built, fault.edit().orElseThrow().apply(xml(built.message)));
  }

  private interface Change {
    void make(ObjectNode consultation);
  }

  private record Built(SendDocument message, String subject) {}

  private static void replacing(ObjectNode consultation, int version, String document) {
    consultation.put("version", version).put("replaces", document);
  }

  /** A later version of the same encounter, which replaces the first. */
  private Built version(int version, Built first) {
    return summary(
        tree -> {
          tree.put("encounterId", first.message.handling().senderReference().orElseThrow());
          replacing(tree, version, first.message.documentId().orElseThrow());
        });
  }

  private Built summary(Change change) {
    return summary(change, example(ATTACHMENT));
  }

  private Built summary(Change change, byte[] attached) {
    Consultation consultation = consultation(change);
    SendDocument message =
        SendDocument.of(
            consultation,
            mailbox,
            EnclosedFiles.of(report(consultation), List.of(notes(attached))),
            clock,
            UUID::randomUUID);
    return new Built(
        message,
        new UseCase.ConsultationSummary()
            .subjectLine(UseCase.Subject.of(consultation), consultation.confidential()));
  }

  private static Attachment notes(byte[] content) {
    return Attachment.of("text/plain", "Examination notes", AttachmentContent.of(content));
  }

  private Built online(Change change, RecipientType recipient) {
    Consultation consultation = consultation(change);
    Instant when = consultation.occurredAt();
    SendDocument message =
        begun(SendDocument.onlineConsultation(), consultation)
            .by(new Author.ByPatient())
            .document(
                Attachment.of(
                    "application/pdf", "Online consultation report", report(consultation)))
            .payload(
                List.of(
                    Payload.encounter(ONLINE_ENCOUNTER, when, when),
                    Payload.questionnaireResponse(
                        when,
                        List.of(
                            new Payload.QuestionnaireItem(
                                "1",
                                "What would you like help with?",
                                List.of(new Payload.Value.Words("A sore throat.")),
                                List.of())))))
            .attachments(List.of(notes(example(ATTACHMENT))))
            .recipient(recipient)
            .build(clock, UUID::randomUUID);
    return new Built(
        message,
        new UseCase.OnlineConsultation().subjectLine(UseCase.Subject.of(consultation), false));
  }

  private Built generic() {
    Consultation consultation = consultation(tree -> {});
    SendDocument message =
        begun(SendDocument.generic(LETTER), consultation)
            .by(new Author.ByPractitioner(consultation.practitioner()))
            .document(
                Attachment.of(
                    "text/plain",
                    LETTER.title(),
                    AttachmentContent.of("Dear colleague,\n".getBytes(StandardCharsets.UTF_8))))
            .attachments(List.of(notes(example(ATTACHMENT))))
            .build(clock, UUID::randomUUID);
    return new Built(message, LETTER.subjectLine(UseCase.Subject.of(consultation), false));
  }

  private DocumentBuilder.By begun(DocumentBuilder.From use, Consultation consultation) {
    return use.from(consultation.organisation(), mailbox)
        .about(consultation.patient())
        .encounter(consultation.encounterId(), consultation.version());
  }

  private Consultation consultation(Change change) {
    try {
      ObjectNode tree = (ObjectNode) json.readTree(example("consultation-summary.json"));
      tree.put("encounterId", UUID.randomUUID().toString());
      ObjectNode person = (ObjectNode) tree.get("patient");
      person.put("nhsNumber", patient.nhsNumber()).put("birthDate", patient.birthDate().toString());
      ObjectNode name = (ObjectNode) person.get("name");
      name.put("family", patient.surname());
      change.make(tree);
      return ConsultationJson.read(json.writeValueAsBytes(tree));
    } catch (IOException e) {
      throw new UncheckedIOException("the example consultation cannot be read", e);
    }
  }

  private AttachmentContent report(Consultation consultation) {
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    try {
      report.write(
          consultation,
          new ReportContext(
              clock.instant(), consultation.attachments().size(), consultation.confidential()),
          pdf);
    } catch (IOException e) {
      throw new UncheckedIOException("the report of an exemplar cannot be made", e);
    }
    return AttachmentContent.of(pdf.toByteArray());
  }

  private WireMessage wire(Built built) {
    return wire(built, xml(built.message));
  }

  private static WireMessage wire(Built built, byte[] bytes) {
    return new WireMessage(
        built.message.messageId().orElseThrow(),
        MeshBody.of(bytes),
        new OdsCode(built.message.header().senderOds().orElseThrow()),
        built.subject);
  }

  private byte[] xml(SendDocument message) {
    return written(message, writer::writeXml);
  }

  private byte[] json(SendDocument message) {
    return written(message, writer::writeJson);
  }

  private interface Format {
    void write(SendDocument message, OutputStream out) throws IOException;
  }

  private static byte[] written(SendDocument message, Format format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      format.write(message, out);
    } catch (IOException e) {
      throw new UncheckedIOException("an exemplar cannot be written", e);
    }
    return out.toByteArray();
  }

  private static byte[] example(String name) {
    try (InputStream in = ExemplarMessages.class.getResourceAsStream("/gpcm/examples/" + name)) {
      return Optional.ofNullable(in)
          .orElseThrow(
              () ->
                  new IllegalStateException("the example " + name + " is missing from this build"))
          .readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the example " + name + " cannot be read", e);
    }
  }
}
