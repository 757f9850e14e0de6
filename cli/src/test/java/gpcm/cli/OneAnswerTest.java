package gpcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.message.SampleFiles;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import gpcm.node.sending.SubmissionRefused;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestOrganisation;
import gpcm.rules.Finding;
import gpcm.testbench.Receipt;
import gpcm.testbench.SyntheticReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node that takes a document in, {@code gpcm build}, {@code gpcm validate}, the test bench and
 * the node that receives it say the same of the same files: every kind of content under every
 * declared type.
 */
class OneAnswerTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root", ".."), "examples/consultation-summary.json");
  private static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  private static final List<String> TYPES =
      List.of(
          "application/pdf",
          "image/png",
          "image/jpeg",
          "image/jpg",
          "text/plain",
          "application/rtf",
          "application/msword",
          DOCX,
          "text/html",
          "application/zip");
  private static final TestOrganisation SENDER =
      TestOrganisation.sender("A99903", "A sender without a node");
  private static final TestOrganisation BENCH =
      TestOrganisation.receiver("A99904", "The test bench");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern ANSWER = Pattern.compile("a receiver answers (\\d{5})");
  private static final String ACCEPTED = "20013";

  @TempDir Path folder;

  /**
   * A file under a declared type, and what a document with it becomes.
   *
   * @param xml the message
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Handed(String name, String type, byte[] content, String id, byte[] xml) {}

  /** What one of the five says: a code, and what it expected where it refuses. */
  private record Answer(String code, String expected) {}

  private static Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (String type : List.of("application/pdf", "image/png", "image/jpeg", "text/plain", DOCX)) {
      contents.put(type, SampleFiles.of(type));
    }
    contents.put("rtf", SampleFiles.of("application/rtf"));
    contents.put("html", text("<!DOCTYPE html><html><body>Results</body></html>"));
    contents.put("pdf, only begun", text("%PDF-1.7\nthis is where it ends"));
    contents.put("png, only begun", text("\u0089PNG\r\n\u001a\n"));
    contents.put("docx with macros", SampleFiles.withMacros());
    contents.put(
        "rtf with a file in it",
        text("{\\rtf1 {\\object\\objemb{\\*\\objclass Package}{\\*\\objdata 0105}}}"));
    contents.put("bytes", new byte[] {0, 1, 2, 3, 4, 5});
    return contents;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] json(String type) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(EXAMPLE.toFile());
    json.put("encounterId", UUID.randomUUID().toString());
    ((ObjectNode) json.at("/attachments/0")).put("file", "file.bin").put("contentType", type);
    return JSON.writeValueAsBytes(json);
  }

  private static List<Handed> every() throws IOException {
    List<Handed> every = new ArrayList<>();
    for (Map.Entry<String, byte[]> content : contents().entrySet()) {
      for (String type : TYPES) {
        SendDocument message =
            SendDocument.of(
                DocumentJson.read(json(type)),
                SENDER.mailbox(),
                EnclosedFiles.of(
                    AttachmentContent.of(SampleFiles.of("application/pdf")),
                    List.of(
                        Attachment.of(type, "A file", AttachmentContent.of(content.getValue())))),
                InstantSource.system(),
                UUID::randomUUID);
        ByteArrayOutputStream xml = new ByteArrayOutputStream();
        new MessageWriter().writeXml(message, xml);
        every.add(
            new Handed(
                content.getKey() + " as " + type,
                type,
                content.getValue(),
                message.messageId().orElseThrow(),
                xml.toByteArray()));
      }
    }
    return every;
  }

  @Test
  void everyToolGivesTheSameAnswerToTheSameFile() throws Exception {
    List<Handed> every = every();
    try (LocalNetwork network =
            LocalNetwork.hubAndPractice().mailbox(SENDER).mailbox(BENCH).start();
        MeshClient sender = network.client(SENDER).build();
        MeshClient bench = network.client(BENCH).build()) {
      for (Handed each : every) {
        send(sender, each, LocalNetwork.PRACTICE);
        send(sender, each, BENCH);
      }
      Map<String, Answer> validated = new LinkedHashMap<>();
      Map<String, Answer> submitted = new LinkedHashMap<>();
      Map<String, Answer> built = new LinkedHashMap<>();
      for (Handed each : every) {
        validated.put(each.name(), validated(each));
        submitted.put(each.name(), submitted(network, each));
        built.put(each.name(), built(each));
      }

      assertThat(validated.values()).extracting(Answer::code).contains(ACCEPTED, "20004", "20005");
      assertThat(benched(bench, every)).isEqualTo(validated);
      assertThat(received(sender, every)).isEqualTo(validated);
      assertThat(submitted).isEqualTo(validated);
      assertThat(built).isEqualTo(validated);
    }
  }

  private static void send(MeshClient sender, Handed each, TestOrganisation to) {
    sender.send(
        OutgoingMessage.to(
                new MailboxAddress(to.mailbox().value()),
                "GPFED_CONSULT_REPORT",
                MeshBody.of(each.xml()))
            .localId(SENDER.ods().value())
            .subject("A consultation")
            .build());
  }

  private static Answer submitted(LocalNetwork network, Handed each) throws IOException {
    try {
      network
          .node(LocalNetwork.HUB)
          .handIn(DocumentJson.read(json(each.type())), Map.of("file.bin", each.content()));
      return new Answer(ACCEPTED, "");
    } catch (SubmissionRefused e) {
      assertThat(e.field()).isEqualTo("/attachments/0");
      return refused(e.getMessage());
    }
  }

  private Answer built(Handed each) throws IOException {
    Path own = Files.createTempDirectory(folder, "build");
    Path input = Files.write(own.resolve("consultation.json"), json(each.type()));
    Files.write(own.resolve("file.bin"), each.content());
    Commands build =
        Commands.run(
            "build", "--input", input.toString(), "--output", own.resolve("message").toString());
    assertThat(build.exitCode()).as(build.err()).isIn(0, 2);
    return build.exitCode() == 0 ? new Answer(ACCEPTED, "") : refused(build.err());
  }

  private static Answer refused(String said) {
    Matcher answer = ANSWER.matcher(said);
    assertThat(answer.find()).as(said).isTrue();
    Matcher expected = Pattern.compile("because GPCM-SD-CS-031 expects (.*?)\\. ").matcher(said);
    assertThat(expected.find()).as(said).isTrue();
    return new Answer(answer.group(1), expected.group(1));
  }

  private Answer validated(Handed each) throws IOException {
    Path file = Files.write(folder.resolve(each.id() + ".xml"), each.xml());
    JsonNode report = JSON.readTree(Commands.run("validate", "--json", file.toString()).out());
    String code = report.path("code").asText();
    for (JsonNode finding : report.path("findings")) {
      if (finding.path("code").asText().equals(code)) {
        assertThat(finding.path("line").asInt()).as("its place in the file").isPositive();
        return new Answer(code, finding.path("expected").asText());
      }
    }
    return new Answer(code, "");
  }

  private static Map<String, Answer> benched(MeshClient bench, List<Handed> every)
      throws IOException {
    Map<String, Answer> answers = new LinkedHashMap<>();
    List<Receipt> receipts = new ArrayList<>();
    new SyntheticReceiver(bench, BENCH.ods(), 5_000_000, InstantSource.system())
        .answerWaiting(receipts::add);
    for (Handed each : every) {
      Receipt receipt =
          receipts.stream()
              .filter(one -> one.messageId().equals(Optional.of(each.id())))
              .findFirst()
              .orElseThrow();
      answers.put(
          each.name(),
          new Answer(
              receipt.findings().code().code(),
              receipt.findings().leading().map(Finding::expected).orElse("")));
    }
    return answers;
  }

  // The test bench has answered into the same mailbox; its answers name the same messages and come
  // from another organisation.
  private static Map<String, Answer> received(MeshClient sender, List<Handed> every)
      throws Exception {
    Map<String, Answer> byId = new LinkedHashMap<>();
    MessageReader reader = new MessageReader();
    while (byId.size() < every.size()) {
      for (String id : sender.inbox(InboxQuery.all()).messageIds()) {
        try (Download download = sender.download(id)) {
          if (download.headers().from().equals(Optional.of(LocalNetwork.PRACTICE.mailbox().value()))
              && reader.readXml(download.body(), AttachmentSink.discarding())
                  instanceof ItkResponse response
              && response.codeText().orElse("").startsWith("20")) {
            byId.put(
                response.respondsTo().orElseThrow(),
                new Answer(
                    response.codeText().orElseThrow(),
                    expected(response.diagnostics().orElse(""))));
          }
        }
        sender.acknowledge(id);
      }
      Thread.onSpinWait();
    }
    Map<String, Answer> answers = new LinkedHashMap<>();
    every.forEach(each -> answers.put(each.name(), byId.get(each.id())));
    return answers;
  }

  /**
   * GPCM-SD-024: a document that replaces another is answered with 20014, whatever is wrong with
   * its payload.
   */
  @Test
  void aFaultyReplacementIsAnsweredAsSuchByTheTools() throws IOException {
    Path own = Files.createTempDirectory(folder, "replacement");
    ObjectNode json = (ObjectNode) JSON.readTree(json("text/plain"));
    json.put("version", 2).put("replaces", UUID.randomUUID().toString());
    Path input = Files.write(own.resolve("consultation.json"), JSON.writeValueAsBytes(json));
    Files.write(own.resolve("file.bin"), text("Sore throat"));
    Path message = own.resolve("message.xml");
    assertThat(Commands.run("build", input.toString(), "-o", message.toString()).exitCode())
        .isZero();
    Path faulty =
        Files.writeString(
            own.resolve("faulty.xml"),
            Files.readString(message).replace("<birthDate value=\"1957-01-09\"/>", ""));

    JsonNode report = JSON.readTree(Commands.run("validate", "--json", faulty.toString()).out());
    assertThat(report.path("code").asText()).isEqualTo("20014");
    assertThat(report.at("/findings/0/code").asText()).isEqualTo("20009");
    assertThat(Commands.run("validate", faulty.toString()).out())
        .contains("answer 20014 ")
        .contains("GPCM-SD-CS-041 20009");

    Files.write(own.resolve("file.bin"), text("%PDF-1.7\nno text"));
    assertThat(Commands.run("build", input.toString()).err()).contains("a receiver answers 20014");
  }

  private static String expected(String diagnostics) {
    Matcher expected = Pattern.compile(": expected (.*?)\\. ").matcher(diagnostics + " ");
    return expected.find() ? expected.group(1) : "";
  }

  @Test
  void aMessageInJsonIsRefusedByAllAsTheNetworkCarriesNone() throws IOException {
    SendDocument message =
        SendDocument.of(
            DocumentJson.read(json("text/plain")),
            SENDER.mailbox(),
            EnclosedFiles.of(
                AttachmentContent.of(SampleFiles.of("application/pdf")),
                List.of(
                    Attachment.of(
                        "text/plain", "A file", AttachmentContent.of(text("Sore throat"))))),
            InstantSource.system(),
            UUID::randomUUID);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    new MessageWriter().writeJson(message, json);
    Path file = Files.write(folder.resolve("message.json"), json.toByteArray());

    Commands validated = Commands.run("validate", "--json", file.toString());
    assertThat(validated.exitCode()).isEqualTo(1);
    JsonNode report = JSON.readTree(validated.out());
    assertThat(report.path("code").asText()).isEqualTo("10009");
    assertThat(report.path("findings")).hasSize(1);
    Answer validate =
        new Answer(
            report.at("/findings/0/code").asText(), report.at("/findings/0/expected").asText());

    try (LocalNetwork network =
            LocalNetwork.hubAndPractice().mailbox(SENDER).mailbox(BENCH).start();
        MeshClient sender = network.client(SENDER).build();
        MeshClient bench = network.client(BENCH).build()) {
      Handed each = new Handed("json", "", new byte[0], "", json.toByteArray());
      send(sender, each, LocalNetwork.PRACTICE);
      send(sender, each, BENCH);
      List<Receipt> receipts = new ArrayList<>();
      new SyntheticReceiver(bench, BENCH.ods(), 5_000_000, InstantSource.system())
          .answerWaiting(receipts::add);
      assertThat(receipts)
          .singleElement()
          .satisfies(
              receipt ->
                  assertThat(receipt.findings().leading())
                      .map(leading -> new Answer(leading.code().code(), leading.expected()))
                      .contains(validate));
      Answer node = null;
      MessageReader reader = new MessageReader();
      while (node == null) {
        for (String id : sender.inbox(InboxQuery.all()).messageIds()) {
          try (Download download = sender.download(id)) {
            if (download
                    .headers()
                    .from()
                    .equals(Optional.of(LocalNetwork.PRACTICE.mailbox().value()))
                && reader.readXml(download.body(), AttachmentSink.discarding())
                    instanceof ItkResponse response) {
              node =
                  new Answer(
                      response.codeText().orElseThrow(),
                      expected(response.diagnostics().orElse("")));
            }
          }
          sender.acknowledge(id);
        }
      }
      assertThat(node).isEqualTo(validate);
    }
  }
}
