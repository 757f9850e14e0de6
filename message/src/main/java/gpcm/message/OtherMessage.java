package gpcm.message;

import gpcm.fhir.AttachmentContent;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * An ITK3 message that is neither a Send Document message nor a response, such as a discharge
 * letter: named, not refused.
 */
public final class OtherMessage implements ReadMessage {
  private final MessageBody body;

  OtherMessage(MessageBody body) {
    this.body = body;
  }

  /**
   * What it is, for people, such as {@code a message of the kind Update Record (event ITK014M)};
   * holds nothing of the payload.
   */
  public String kind() {
    String code = body.header().eventCode().orElse("");
    return ItkEvent.of(code)
        .map(event -> "a message of the kind " + event.kind() + " (event " + event.code() + ")")
        .orElse("a message of a kind that is not known here");
  }

  /** The event it announces, such as {@code ITK003D ITK eDischarge}; empty when it names none. */
  public Optional<String> event() {
    return body.messageHeader()
        .filter(header -> header.hasEvent() && header.getEvent().hasCode())
        .map(
            header ->
                (header.getEvent().getCode()
                        + " "
                        + Optional.ofNullable(header.getEvent().getDisplay()).orElse(""))
                    .strip());
  }

  @Override
  public Optional<String> messageId() {
    return body.messageId();
  }

  @Override
  public Optional<String> bundleIdentifier() {
    return body.bundleIdentifier();
  }

  @Override
  public HeaderView header() {
    return body.header();
  }

  @Override
  public MessageHandling handling() {
    return body.handling();
  }

  @Override
  public Bundle bundle() {
    return body.bundle();
  }

  @Override
  public List<SourceFinding> tolerated() {
    return body.tolerated();
  }

  @Override
  public List<SourceFinding> faults() {
    return body.faults();
  }

  @Override
  public Optional<AttachmentContent> content(Binary binary) {
    return body.content(binary);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OtherMessage message && body.equals(message.body);
  }

  @Override
  public int hashCode() {
    return body.hashCode();
  }
}
