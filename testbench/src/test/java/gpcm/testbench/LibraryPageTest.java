package gpcm.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.addressing.MeshArrival;
import gpcm.addressing.MeshEnvelope;
import gpcm.addressing.Recipient;
import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshAmbiguous;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.testing.MeshServerExtension;
import gpcm.message.EnclosedFiles;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.rules.Findings;
import gpcm.rules.Rules;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lines of docs/library.md, run between a sender and a practice. */
class LibraryPageTest {
  private static final String HUB = "A99901OT001";
  private static final String PRACTICE = "A99902OT001";
  private static final Secret PASSWORD = Secret.of("password");
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final Pattern SHOWN =
      Pattern.compile("// PAGE: begin\n(.*?)\n *// PAGE: end", Pattern.DOTALL);

  @RegisterExtension
  static final MeshServerExtension MESH =
      MeshServerExtension.with(
          settings ->
              settings
                  .mailbox(RegisteredMailbox.of(HUB, "A99901", "Hub", PASSWORD))
                  .mailbox(RegisteredMailbox.of(PRACTICE, "A99902", "Practice", PASSWORD))
                  .sendDocumentWorkflows()
                  .patient(
                      new RegisteredPatient(
                          "9990000026", LocalDate.of(1984, 5, 6), "Testpatient", "A99902")));

  private final InstantSource clock = InstantSource.system();
  private final byte[] pdf = "%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
  private final Map<String, byte[]> outbox = new HashMap<>();
  private final List<String> told = new ArrayList<>();

  // PAGE: begin
  private static final Rules RULES = RuleCatalogue.rules(Tolerances.NONE); // make them once

  SendDocument built(byte[] json) {
    Document consultation = DocumentJson.read(json); // refuses with every problem at once
    SendDocument message =
        SendDocument.of(
            consultation,
            new MailboxId("A99901OT001"),
            EnclosedFiles.of(AttachmentContent.of(pdf), List.of()),
            clock,
            UUID::randomUUID);
    Findings findings = RULES.check(message);
    if (!findings.rejecting().isEmpty()) {
      throw new IllegalStateException(findings.diagnostics()); // a receiver would send it back
    }
    return message;
  }

  // PAGE: end

  // PAGE: begin
  void send(MeshClient hub, SendDocument message) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter().writeXml(message, xml);
    String messageId = message.messageId().orElseThrow();
    outbox.put(messageId, xml.toByteArray()); // durably, before anything leaves
    try {
      MeshEnvelope envelope = MeshEnvelope.of(message, Recipient.registeredPractice());
      hub.send(envelope.around(MeshBody.of(xml.toByteArray())));
    } catch (MeshAmbiguous e) {
      told.add(messageId); // it may have gone: send the same bytes again, never a new message
    }
  }

  // PAGE: end

  // PAGE: begin
  void answered(MeshClient hub, String id) throws IOException {
    try (Download download = hub.download(id)) {
      if (MeshArrival.of(download.headers()) instanceof MeshArrival.Response
          && new MessageReader().readXml(download.body(), AttachmentSink.discarding())
              instanceof ItkResponse response) {
        String original = response.respondsTo().orElse("");
        if (!outbox.containsKey(original) || response.contradictsItself()) {
          told.add("an answer that nobody can match"); // to a person
        } else if (response.positive() && response.kind().equals(BUSINESS)) {
          outbox.remove(original); // the practice has it, and knows the patient
        } else if (!response.positive()) {
          told.add(original + ": " + response.codeText().orElse("")); // to a person
        }
      } else {
        told.add("a report of MESH"); // undelivered: to a person
      }
    }
    hub.acknowledge(id); // once all of this is stored
  }

  // PAGE: end

  private static final java.util.Optional<ResponseCode.Kind> BUSINESS =
      java.util.Optional.of(ResponseCode.Kind.BUSINESS);

  private byte[] example(String file) throws IOException {
    return Files.readAllBytes(ROOT.resolve("examples").resolve(file));
  }

  /** The confidential example declares no file. */
  private SendDocument sent(MeshClient hub) throws IOException {
    SendDocument message = built(example("consultation-summary-confidential.json"));
    send(hub, message);
    return message;
  }

  private void answer(MeshClient practice, ResponseCode code) throws IOException {
    try (Download download = practice.download(waiting(practice).getFirst())) {
      ReadMessage read = new MessageReader().readXml(download.body(), AttachmentSink.discarding());
      ItkResponse answer =
          ItkResponse.to(read)
              .code(code)
              .from(new OdsCode("A99902"), new MailboxId(PRACTICE))
              .build(clock, UUID::randomUUID);
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      new MessageWriter().writeXml(answer, xml);
      practice.send(
          MeshEnvelope.of(answer, new MailboxId(HUB)).around(MeshBody.of(xml.toByteArray())));
    }
  }

  /** MESH delivers in a moment. */
  private static List<String> waiting(MeshClient client) {
    for (int i = 0; i < 600; i++) {
      List<String> ids = client.inbox(InboxQuery.all()).messageIds();
      if (!ids.isEmpty()) {
        return ids;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError("nothing came");
  }

  private void takeAnswers(MeshClient hub) throws IOException {
    for (String id : waiting(hub)) {
      answered(hub, id);
    }
  }

  @Test
  void whatIsSentStaysUntilThePracticeHasItAndKnowsThePatient() throws IOException {
    try (MeshClient hub = MESH.client(HUB).build();
        MeshClient practice = MESH.client(PRACTICE).build()) {
      String id = sent(hub).messageId().orElseThrow();
      answer(practice, ResponseCode.SUCCESS);
      takeAnswers(hub);
      assertThat(outbox).as("only received").containsKey(id);

      answer(practice, ResponseCode.of("30001").orElseThrow());
      takeAnswers(hub);
      assertThat(outbox).doesNotContainKey(id);
      assertThat(told).isEmpty();
      assertThat(hub.count()).isZero();
      practice.acknowledge(waiting(practice).getFirst());
    }
  }

  @Test
  void aRefusalAndAnAnswerToSomethingElseReachAPerson() throws IOException {
    try (MeshClient hub = MESH.client(HUB).build();
        MeshClient practice = MESH.client(PRACTICE).build()) {
      String id = sent(hub).messageId().orElseThrow();
      answer(practice, ResponseCode.of("30002").orElseThrow());
      takeAnswers(hub);
      assertThat(told).containsExactly(id + ": 30002");
      assertThat(outbox).containsKey(id);

      outbox.clear();
      answer(practice, ResponseCode.of("30001").orElseThrow());
      takeAnswers(hub);
      assertThat(told).last().isEqualTo("an answer that nobody can match");
      practice.acknowledge(waiting(practice).getFirst());
    }
  }

  @Test
  void thePageShowsTheseLines() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/library.md"));
    List<MatchResult> shown =
        SHOWN
            .matcher(
                Files.readString(
                    ROOT.resolve("testbench/src/test/java/gpcm/testbench/LibraryPageTest.java")))
            .results()
            .filter(lines -> !lines.group(1).contains("SHOWN"))
            .toList();
    assertThat(shown).hasSize(3);
    assertThat(shown)
        .extracting(lines -> "```java\n" + lines.group(1).stripTrailing().stripIndent() + "\n```")
        .allSatisfy(lines -> assertThat(page).contains(lines));
  }
}
