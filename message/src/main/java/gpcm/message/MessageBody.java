package gpcm.message;

import gpcm.fhir.AttachmentContent;
import gpcm.fhir.FhirWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.MessageHeader;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * What every message has, of whatever kind: the model, the contents kept apart from it, and what
 * the reader found. Immutable.
 */
final class MessageBody {
  private final Bundle bundle;
  private final IdentityHashMap<Binary, AttachmentContent> contents;
  private final List<SourceFinding> tolerated;
  private final List<SourceFinding> faults;
  private final Optional<MessageHeader> messageHeader;
  private final HeaderView header;
  private final MessageHandling handling;

  MessageBody(
      Bundle bundle,
      IdentityHashMap<Binary, AttachmentContent> contents,
      List<SourceFinding> findings,
      Tolerances tolerances) {
    this.bundle = bundle;
    this.contents = new IdentityHashMap<>(contents);
    this.tolerated = findings.stream().filter(f -> tolerances.tolerates(f.kind())).toList();
    this.faults = findings.stream().filter(f -> !tolerances.tolerates(f.kind())).toList();
    this.messageHeader = messageHeader(bundle);
    this.header = HeaderView.of(bundle);
    this.handling = MessageHandling.of(bundle);
  }

  /** The same contents in another outer bundle. */
  MessageBody around(Bundle message) {
    return new MessageBody(message, contents, List.of(), Tolerances.NONE);
  }

  static Optional<MessageHeader> messageHeader(Bundle bundle) {
    return resource(bundle, MessageHeader.class);
  }

  /** The first entry of this type. */
  static <T extends Resource> Optional<T> resource(Bundle bundle, Class<T> type) {
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  Bundle bundle() {
    return bundle;
  }

  List<SourceFinding> tolerated() {
    return tolerated;
  }

  List<SourceFinding> faults() {
    return faults;
  }

  Optional<MessageHeader> messageHeader() {
    return messageHeader;
  }

  HeaderView header() {
    return header;
  }

  MessageHandling handling() {
    return handling;
  }

  Optional<String> messageId() {
    return messageHeader.flatMap(Stated::id);
  }

  Optional<String> bundleIdentifier() {
    return Stated.text(bundle.hasIdentifier() ? bundle.getIdentifier().getValue() : null);
  }

  Optional<AttachmentContent> content(Binary binary) {
    return Optional.ofNullable(contents.get(binary));
  }

  /**
   * Equal when both would be written alike. The model's own comparison calls different what has the
   * same bytes. The stubs hold size and hash of the contents, so these are compared too.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof MessageBody body && Arrays.equals(written(), body.written());
  }

  private byte[] written() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new FhirWriter().writeXml(bundle, binary -> Optional.empty(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory does not fail", e);
    }
    return out.toByteArray();
  }

  @Override
  public int hashCode() {
    return messageId().hashCode();
  }
}
