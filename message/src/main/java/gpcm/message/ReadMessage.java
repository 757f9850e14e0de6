package gpcm.message;

import gpcm.fhir.AttachmentContent;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * An ITK3 message, read or built. What a liberal reading may lack is Optional; texts are as they
 * stand in the message. Immutable, as long as nobody changes {@link #bundle()}; then safe for use
 * by several threads. Equal when they say the same, wherever their attachments are kept and however
 * they were spelt.
 */
public sealed interface ReadMessage permits SendDocument, ItkResponse, OtherMessage {
  /** MessageHeader.id: what a response refers to. Bare, without {@code urn:uuid:}. */
  Optional<String> messageId();

  /** Bundle.identifier.value of the outer bundle. */
  Optional<String> bundleIdentifier();

  /** The MessageHeader beside its handling extension. */
  HeaderView header();

  /** The handling extension. */
  MessageHandling handling();

  /**
   * The FHIR model, for looking at only: nothing may be changed in it. Binary.content holds a short
   * note in place of the bytes, which are with the attachments.
   */
  Bundle bundle();

  /** What a strict reading forbids and this one tolerated, in the order of the source. */
  List<SourceFinding> tolerated();

  /** What the reader met that is wrong and not tolerated; a valid message has none. */
  List<SourceFinding> faults();

  /**
   * The bytes of a Binary of {@link #bundle()}; empty when it has none or is not from this message.
   */
  Optional<AttachmentContent> content(Binary binary);
}
