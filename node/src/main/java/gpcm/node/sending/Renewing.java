package gpcm.node.sending;

import gpcm.exchange.DocumentFact;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.RecipientType;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.node.content.ContentException;
import gpcm.node.ledger.BuiltColumns;
import gpcm.node.ledger.CaseClaims;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToRenew;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes another message for what a person sends again: new ids of the message around the very same
 * document, so that its receiver sees that it is the same. Thread-safe.
 */
public final class Renewing {
  private static final Logger LOG = LoggerFactory.getLogger(Renewing.class);
  private static final int TOGETHER = 16;
  private static final long LARGEST = 1L << 40;

  private final Ledger ledger;
  private final CaseClaims claims;
  private final MessageStoring storing;
  private final MessageReader reader =
      new MessageReader(
          ReadLimits.STANDARD.withTotalBytes(LARGEST).withAttachmentBytes(LARGEST), Tolerances.ALL);

  /**
   * @param storing keeps the messages
   */
  public Renewing(Ledger ledger, CaseClaims claims, MessageStoring storing) {
    this.ledger = ledger;
    this.claims = claims;
    this.storing = storing;
  }

  /** Makes what is due; true when there may be more. */
  public boolean round() {
    List<ToRenew> claimed = claims.toRenew(TOGETHER);
    for (ToRenew each : claimed) {
      ledger.apply(List.of(renewed(each)));
    }
    return claimed.size() == TOGETHER;
  }

  private StepResult renewed(ToRenew claimed) {
    try {
      return tried(claimed);
    } catch (ContentException e) {
      return new StepResult().document(claimed.lease(), new DocumentFact.Damaged(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      Outages.passOn(e);
      LOG.atWarn()
          .addKeyValue("document", claimed.lease().id())
          .log("a message could not be made anew, which is tried again: {}", Outages.cause(e));
      LOG.debug("the cause", e);
      return new StepResult().document(claimed.lease(), Ledger.delayed(e));
    }
  }

  private StepResult tried(ToRenew claimed) throws IOException {
    Path folder = Files.createTempDirectory(storing.work(), "renewed");
    try (InputStream bytes = ledger.content().open(claimed.message().hash())) {
      if (!(reader.readXml(bytes, AttachmentSink.spilling(MessageStoring.IN_MEMORY, folder))
          instanceof SendDocument before)) {
        throw new IllegalStateException("what was sent is no document");
      }
      SendDocument message =
          before.copyFor(
              RecipientType.of(claimed.recipientType()).orElseThrow(),
              ledger.clock(),
              UUID::randomUUID);
      StepResult result = new StepResult();
      MessageStoring.Written written = storing.write(result, message, claimed.message().size());
      BuiltColumns columns =
          new BuiltColumns(
              message.messageId().orElseThrow(),
              message.documentId().orElseThrow(),
              claimed.subject(),
              claimed.address(),
              written.content());
      return result.renewed(
          claimed.lease(),
          new DocumentFact.Renewed(
              "message %s around the same document %s"
                  .formatted(columns.messageId(), columns.documentId())),
          columns);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            try {
              Files.deleteIfExists(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    Files.deleteIfExists(folder);
  }
}
