package gpcm.message;

import gpcm.fhir.AttachmentSink;
import gpcm.fhir.FhirReader;
import gpcm.fhir.ReadBundle;
import gpcm.fhir.ReadLimits;
import gpcm.fhir.UnreadableFhirException;
import gpcm.message.SourceFinding.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.MessageHeader;

/**
 * Reads ITK3 messages from XML or JSON. Reading is liberal where the standard contradicts itself
 * ({@link Tolerances}) and keeps a finding for whatever a strict reading forbids. Attachments are
 * decoded while the message streams in and go to the sink; they are never held in memory by the
 * reader. Safe for use by several threads; one instance serves a whole program, and the first
 * message it reads pays for learning the model.
 */
public final class MessageReader {
  private final ReadLimits limits;
  private final Tolerances tolerances;
  private final FhirReader fhir;

  /** With {@link ReadLimits#STANDARD} and {@link Tolerances#ALL}. */
  public MessageReader() {
    this(ReadLimits.STANDARD, Tolerances.ALL);
  }

  /** With other limits and tolerances. */
  public MessageReader(ReadLimits limits, Tolerances tolerances) {
    this.limits = limits;
    this.tolerances = tolerances;
    this.fhir = new FhirReader(limits);
  }

  /** The limits it reads within. */
  public ReadLimits limits() {
    return limits;
  }

  /** What it tolerates. */
  public Tolerances tolerances() {
    return tolerances;
  }

  private interface Format {
    ReadMessage read() throws IOException;
  }

  /**
   * Reads one message from XML, to the end of the stream; does not close it.
   *
   * @throws UnreadableMessageException when it is no message at all, or too large; the sink's
   *     targets are abandoned then
   * @throws IOException when the stream or the sink fails
   */
  public ReadMessage readXml(InputStream in, AttachmentSink sink) throws IOException {
    return read(() -> fhir.readXml(in, sink, this::classify));
  }

  /**
   * Reads one message from JSON, to the end of the stream; does not close it. JSON is for tools and
   * people: the network carries XML.
   *
   * @throws UnreadableMessageException when it is no message at all, or too large; the sink's
   *     targets are abandoned then
   * @throws IOException when the stream or the sink fails
   */
  public ReadMessage readJson(InputStream in, AttachmentSink sink) throws IOException {
    return read(() -> fhir.readJson(in, sink, this::classify));
  }

  private ReadMessage read(Format format) throws IOException {
    try {
      return format.read();
    } catch (UnreadableFhirException e) {
      throw new UnreadableMessageException(e);
    }
  }

  private ReadMessage classify(ReadBundle read) {
    Bundle bundle = read.bundle();
    if (bundle.getType() == Bundle.BundleType.DOCUMENT) {
      throw UnreadableMessageException.document(bundle);
    }
    if (bundle.getType() != Bundle.BundleType.MESSAGE) {
      throw new UnreadableMessageException(
          "Bundle.type is not 'message'; an ITK3 message is a Bundle of that type", bundle);
    }
    Optional<MessageHeader> header = MessageBody.messageHeader(bundle);
    if (header.isEmpty()) {
      throw new UnreadableMessageException(
          "the Bundle has no MessageHeader; it is the first entry of every ITK3 message", bundle);
    }
    List<SourceFinding> findings =
        new ArrayList<>(read.deviations().stream().map(SourceFinding::of).toList());
    if (!(bundle.getEntryFirstRep().getResource() instanceof MessageHeader)) {
      findings.add(
          new SourceFinding(
              Kind.HEADER_NOT_FIRST,
              "Bundle.entry[0]",
              "another resource",
              "the MessageHeader as the first entry",
              0,
              0));
    }
    HeaderView view = HeaderView.of(bundle);
    String event = view.eventCode().orElse("");
    if (event.equals(Vocabulary.RESPONSE_EVENT) || header.get().hasResponse()) {
      MessageBody body = new MessageBody(bundle, read.contents(), findings, tolerances);
      return new ItkResponse(body, OutcomeView.of(bundle));
    }
    MessageHandling handling = MessageHandling.of(bundle);
    if (isSendDocument(event, handling)) {
      DocumentView document = DocumentView.of(bundle, view, handling, read.contents(), findings);
      return new SendDocument(
          new MessageBody(bundle, read.contents(), findings, tolerances), document);
    }
    return new OtherMessage(new MessageBody(bundle, read.contents(), findings, tolerances));
  }

  // The event may be the one thing that is wrong; a message that is another kind by its event and
  // by
  // its definition is that kind, whatever its LocalExtension says.
  private static boolean isSendDocument(String event, MessageHandling handling) {
    return event.equals(Vocabulary.SEND_DOCUMENT_EVENT)
        || handling.messageDefinition().equals(Optional.of(Vocabulary.SEND_DOCUMENT_DEFINITION))
        || (ItkEvent.of(event).isEmpty()
            && handling
                .localExtension()
                .filter(mark -> mark.startsWith("SendDocument-"))
                .isPresent());
  }
}
