package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.ConsultationJson;
import gpcm.consultation.OdsCode;
import gpcm.message.Attachment;
import gpcm.message.AttachmentSink;
import gpcm.message.Content;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever this project builds passes the strict reading. */
class BuiltMessageTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-02T10:15:00Z"));
  private static final MailboxId MAILBOX = new MailboxId("MAILBOX1");
  private static final Rules STRICT = Rules.standard(Tolerances.NONE);

  static SendDocument summary() throws IOException {
    Path example =
        Path.of(System.getProperty("project.root", ".."), "examples", "consultation-summary.json");
    try (InputStream in = Files.newInputStream(example)) {
      return SendDocument.consultationSummary()
          .from(MAILBOX)
          .consultation(ConsultationJson.read(in))
          .report(Content.of("%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.US_ASCII)))
          .attachments(
              List.of(
                  Attachment.of(
                      "text/plain",
                      "Notes",
                      Content.of("Throat red.\n".getBytes(StandardCharsets.UTF_8)))))
          .build(CLOCK, UUID::randomUUID);
    }
  }

  static ReadMessage sent(ReadMessage built) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter().writeXml(built, out);
    return new MessageReader(gpcm.message.Limits.STANDARD, Tolerances.NONE)
        .readXml(new ByteArrayInputStream(out.toByteArray()), AttachmentSink.inMemory(1_000_000));
  }

  @Test
  void aBuiltConsultationSummaryGivesNoFinding() throws IOException {
    assertThat(STRICT.check(summary()).all()).isEmpty();
    assertThat(STRICT.check(sent(summary())).all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBuiltResponseGivesNoFindingWhateverItsCode(ResponseCode code) throws IOException {
    ItkResponse response =
        ItkResponse.to(summary())
            .code(code)
            .diagnostics("Patient.birthDate is missing")
            .from(new OdsCode("ZZ002"), new MailboxId("MAILBOX2"))
            .build(CLOCK, UUID::randomUUID);
    MeshMetadata mesh =
        new MeshMetadata("MAILBOX2", "MAILBOX1", "GPFED_CONSULT_REPORT_ACK", "", "ZZ002");
    assertThat(STRICT.check(sent(response), mesh).all()).isEmpty();
  }
}
