package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.RecipientType;
import gpcm.message.SendDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The right messages that are changed: the project's examples of every use case, as they are built
 * for sending. Their ids and times are always the same.
 */
final class Sources {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
  private static final List<String> EXAMPLES =
      List.of(
          "consultation-summary",
          "online-consultation",
          "online-consultation-pharmacy",
          "generic",
          "generic-coded");

  private Sources() {}

  /** By the name of the example. */
  static Map<String, ObjectNode> of(Path examples) throws IOException {
    return of(examples, 0);
  }

  /** The same with a report of so many bytes. */
  static Map<String, ObjectNode> of(Path examples, int report) throws IOException {
    Map<String, ObjectNode> sources = new LinkedHashMap<>();
    Random random = new Random(1);
    Supplier<UUID> ids = () -> new UUID(random.nextLong(), random.nextLong() >>> 1 | 1L << 63);
    for (String name : EXAMPLES) {
      SendDocument message = message(examples.resolve(name + ".json"), report, ids);
      sources.put(name, tree(message));
      if (name.equals("online-consultation")) {
        sources.put(
            name + "-copy", tree(message.copyFor(RecipientType.FOR_INFORMATION, CLOCK, ids)));
      }
    }
    return sources;
  }

  private static SendDocument message(Path example, int report, Supplier<UUID> ids)
      throws IOException {
    Document document = DocumentJson.read(Files.readAllBytes(example));
    List<Attachment> files =
        document.attachments().stream()
            .map(
                file ->
                    Attachment.of(file.contentType(), file.title(), content(file.contentType())))
            .toList();
    return SendDocument.of(
        document, new MailboxId("TESTBENCH1"), EnclosedFiles.of(report(report), files), CLOCK, ids);
  }

  private static AttachmentContent report(int bytes) {
    byte[] pdf = "%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.ISO_8859_1);
    return AttachmentContent.of(Arrays.copyOf(pdf, Math.max(bytes, pdf.length)));
  }

  /** As short as its type allows: what is in an attachment is not what is compared. */
  private static AttachmentContent content(String type) {
    String begin =
        switch (type) {
          case "application/rtf", "text/rtf" -> "{\\rtf1 Dear colleague}";
          case "image/png" -> "\u0089PNG\r\n\u001a\n";
          default -> "Words";
        };
    return AttachmentContent.of(begin.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static ObjectNode tree(SendDocument message) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    new MessageWriter().writeJson(message, json);
    return (ObjectNode) JsonMapper.builder().build().readTree(json.toByteArray());
  }
}
