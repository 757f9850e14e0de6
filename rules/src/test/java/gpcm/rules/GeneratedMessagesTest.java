package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Author;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.Consultation;
import gpcm.consultation.PersonName;
import gpcm.consultation.SnomedCode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.DocumentBuilder;
import gpcm.message.MailboxId;
import gpcm.message.Payload;
import gpcm.message.RecipientType;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UseCase;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever valid input a message is built from, no rule has anything to say about it. */
class GeneratedMessagesTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root", ".."), "examples", "consultation-summary.json");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Rules STRICT = RuleCatalogue.rules(Tolerances.NONE);
  private static final MailboxId MAILBOX = new MailboxId("MAILBOX1");
  private static final Instant NOW = Instant.parse("2026-03-02T10:15:00Z");
  private static final ClinicalCode ONLINE =
      new ClinicalCode(
          ClinicalCode.Terminology.SNOMED,
          "149971000000103",
          "Encounter using general practice online consultation system");
  private static final ClinicalCode WEIGHT =
      new ClinicalCode(ClinicalCode.Terminology.SNOMED, "27113001", "Body weight");

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noValidMessageYieldsAFinding(long seed) throws IOException {
    Random random = new Random(seed);
    SendDocument message =
        switch (random.nextInt(3)) {
          case 0 -> summary(random);
          case 1 -> document(random, SendDocument.onlineConsultation(), true);
          default ->
              document(
                  random,
                  SendDocument.generic(
                      new UseCase.Generic(
                          new SnomedCode("823681000000100"), "Outpatient letter", word(random))),
                  false);
        };
    assertThat(STRICT.check(message).all()).isEmpty();
    assertThat(STRICT.check(BuiltMessageTest.sent(message)).all()).isEmpty();
  }

  private static SendDocument summary(Random random) throws IOException {
    Consultation consultation = consultation(random);
    List<Attachment> attachments =
        consultation.attachments().stream()
            .map(declared -> Attachment.of(declared.contentType(), declared.title(), text(random)))
            .toList();
    return SendDocument.consultationSummary()
        .from(MAILBOX)
        .consultation(consultation)
        .report(pdf(random))
        .attachments(attachments)
        .build(InstantSource.fixed(NOW), UUID::randomUUID);
  }

  private static SendDocument document(Random random, DocumentBuilder.From use, boolean online)
      throws IOException {
    Consultation consultation = consultation(random);
    boolean replaces = random.nextBoolean();
    DocumentBuilder.Finish finish =
        use.from(consultation.organisation(), MAILBOX)
            .about(consultation.patient())
            .encounter(UUID.randomUUID().toString(), replaces ? 2 + random.nextInt(9) : 1)
            .by(author(random, consultation))
            .document(
                online
                    ? Attachment.of("application/pdf", word(random), pdf(random))
                    : Attachment.of("text/plain", word(random), text(random)))
            .attachments(
                LongStream.range(0, random.nextInt(4))
                    .mapToObj(i -> Attachment.of("text/plain", word(random), text(random)))
                    .toList())
            .payload(payload(random))
            .recipient(
                random.nextBoolean() ? RecipientType.FOR_ACTION : RecipientType.FOR_INFORMATION);
    finish = replaces ? finish.replaces(UUID.randomUUID().toString()) : finish;
    finish = random.nextBoolean() ? finish.restricted() : finish;
    return finish.build(InstantSource.fixed(NOW), UUID::randomUUID);
  }

  private static Author author(Random random, Consultation consultation) {
    return switch (random.nextInt(4)) {
      case 0 -> new Author.ByPatient();
      case 1 -> new Author.ByPractitioner(consultation.practitioner());
      case 2 ->
          new Author.ByRelatedPerson(
              new PersonName("ZZTEST", List.of(word(random)), Optional.empty()),
              day(random),
              Optional.empty());
      default ->
          new Author.ByDevice(
              new SnomedCode("706690007"), "Clinical management software", word(random));
    };
  }

  private static List<Payload> payload(Random random) {
    List<Payload> all = new ArrayList<>();
    all.add(Payload.encounter(ONLINE, NOW, NOW.plusSeconds(random.nextInt(3_600))));
    for (int i = random.nextInt(4); i > 0; i--) {
      all.add(Payload.observation(WEIGHT, value(random), random.nextBoolean(), NOW));
    }
    if (random.nextBoolean()) {
      all.add(Payload.questionnaireResponse(NOW, questions(random, "", 2)));
    }
    return all;
  }

  private static Payload.Value value(Random random) {
    return switch (random.nextInt(3)) {
      case 0 ->
          new Payload.Value.Measured(BigDecimal.valueOf(random.nextInt(2_000), 1), "kg", "kg");
      case 1 -> new Payload.Value.Words(word(random));
      default -> new Payload.Value.Code(WEIGHT);
    };
  }

  private static List<Payload.QuestionnaireItem> questions(
      Random random, String above, int levels) {
    List<Payload.QuestionnaireItem> questions = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String link = above + i;
      questions.add(
          new Payload.QuestionnaireItem(
              link,
              word(random),
              List.of(value(random)),
              levels == 0 ? List.of() : questions(random, link + ".", levels - 1)));
    }
    return questions;
  }

  private static Consultation consultation(Random random) throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(Files.readString(EXAMPLE));
    tree.put("encounterId", UUID.randomUUID().toString());
    tree.put("confidential", random.nextInt(4) == 0);
    if (random.nextBoolean()) {
      tree.put("version", 2 + random.nextInt(20)).put("replaces", UUID.randomUUID().toString());
    }
    ObjectNode patient = (ObjectNode) tree.get("patient");
    patient.put("birthDate", day(random).toString());
    ObjectNode name = patient.putObject("name").put("family", "ZZTEST-" + word(random));
    ArrayNode given = name.putArray("given");
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      given.add(word(random));
    }
    List<String> optional = List.of("address", "telephone");
    patient.remove(optional.subList(0, random.nextInt(optional.size() + 1)));
    ArrayNode attachments = tree.putArray("attachments");
    for (int i = random.nextInt(4); i > 0; i--) {
      attachments
          .addObject()
          .put("file", i + ".txt")
          .put("title", word(random))
          .put("contentType", "text/plain");
    }
    return ConsultationJson.read(JSON.writeValueAsBytes(tree));
  }

  private static LocalDate day(Random random) {
    return LocalDate.of(1920, 1, 1).plusDays(random.nextInt(36_000));
  }

  /** Letters of several scripts, and what XML and JSON must escape. */
  private static String word(Random random) {
    String letters = "abcXYZ-'\u00e9\u0142\u03b1\u4e2d&<>\"";
    StringBuilder word = new StringBuilder("Z");
    for (int i = random.nextInt(12); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static AttachmentContent text(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(5_000)];
    random.nextBytes(bytes);
    return AttachmentContent.of(bytes);
  }

  private static AttachmentContent pdf(Random random) {
    return AttachmentContent.of(
        ("%PDF-1.7\n" + random.nextLong()).getBytes(StandardCharsets.US_ASCII));
  }
}
