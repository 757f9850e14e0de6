package gpcm.message;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.consultation.Consultation;
import gpcm.consultation.json.ConsultationJson;
import gpcm.fhir.AttachmentContent;
import gpcm.fhir.AttachmentSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The messages the tests of this package share. */
final class Examples {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T09:30:15.123Z"));
  static final MailboxId MAILBOX = new MailboxId("X26HC005");
  static final byte[] PDF =
      "%PDF-1.7\n% an example report\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

  private Examples() {}

  static Path root() {
    return Path.of(System.getProperty("project.root", ".."));
  }

  /** An official example; the test is skipped where the shared folder is absent. */
  static byte[] official(String name) {
    Path file = root().resolve("../shared/examples").resolve(name);
    assumeTrue(
        Files.isRegularFile(file),
        () -> "skipped: no official example at ../shared/examples/" + name);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Consultation consultation() {
    try (InputStream in =
        Files.newInputStream(root().resolve("examples/consultation-summary.json"))) {
      return ConsultationJson.read(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** UUIDs that count up, so that a built message is always the same. */
  static Supplier<UUID> ids() {
    return ids(0);
  }

  static Supplier<UUID> ids(long after) {
    AtomicLong next = new AtomicLong(after);
    return () -> new UUID(0x4000, 0x8000000000000000L | next.incrementAndGet());
  }

  static SendDocument summary() {
    return SendDocument.consultationSummary()
        .from(MAILBOX)
        .consultation(consultation())
        .report(AttachmentContent.of(PDF))
        .attachments(
            List.of(
                Attachment.of(
                    "text/plain",
                    "Examination notes",
                    AttachmentContent.of(
                        "Throat red, no exudate.\n".getBytes(StandardCharsets.UTF_8)))))
        .build(CLOCK, ids());
  }

  static byte[] xml(ReadMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new MessageWriter().writeXml(message, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static byte[] json(ReadMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new MessageWriter().writeJson(message, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static ReadMessage readXml(byte[] xml) {
    try {
      return new MessageReader()
          .readXml(new ByteArrayInputStream(xml), AttachmentSink.inMemory(1 << 24));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static ReadMessage readJson(byte[] json) {
    try {
      return new MessageReader()
          .readJson(new ByteArrayInputStream(json), AttachmentSink.inMemory(1 << 24));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(AttachmentContent content) {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
