package gpcm.message;

import java.util.Optional;
import org.hl7.fhir.dstu3.model.BooleanType;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Type;

/**
 * The six keys of the handling extension as read (ITK3, Extension-ITK-MessageHandling-2). A key
 * that is missing, or has a value of another type than its own, is empty.
 *
 * @param businessAcknowledgement BusAckRequested
 * @param infrastructureAcknowledgement InfAckRequested
 * @param recipientType RecipientType, where it is FA or FI
 * @param messageDefinition the MessageDefinition's URL
 * @param senderReference SenderReference: for Send Document the encounter's id
 * @param localExtension LocalExtension, where it is a string
 */
public record MessageHandling(
    Optional<Boolean> businessAcknowledgement,
    Optional<Boolean> infrastructureAcknowledgement,
    Optional<RecipientType> recipientType,
    Optional<String> messageDefinition,
    Optional<String> senderReference,
    Optional<String> localExtension) {

  static final MessageHandling NONE =
      new MessageHandling(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The keys of this message; all empty where it has none. */
  static MessageHandling of(Bundle message) {
    return MessageBody.messageHeader(message).stream()
        .flatMap(header -> header.getExtension().stream())
        .filter(extension -> Vocabulary.HANDLING.equals(extension.getUrl()))
        .findFirst()
        .map(MessageHandling::of)
        .orElse(NONE);
  }

  private static MessageHandling of(Extension extension) {
    return new MessageHandling(
        flag(extension, "BusAckRequested"),
        flag(extension, "InfAckRequested"),
        value(extension, "RecipientType")
            .flatMap(
                v -> v instanceof Coding coding ? Stated.text(coding.getCode()) : Optional.empty())
            .flatMap(RecipientType::of),
        value(extension, "MessageDefinition")
            .flatMap(
                v -> v instanceof Reference r ? Stated.text(r.getReference()) : Optional.empty()),
        string(extension, "SenderReference"),
        string(extension, "LocalExtension"));
  }

  private static Optional<Boolean> flag(Extension extension, String key) {
    return value(extension, key)
        .flatMap(
            v ->
                v instanceof BooleanType flag
                    ? Optional.ofNullable(flag.getValue())
                    : Optional.empty());
  }

  private static Optional<String> string(Extension extension, String key) {
    return value(extension, key)
        .flatMap(
            v ->
                v.fhirType().equals("string") ? Stated.text(v.primitiveValue()) : Optional.empty());
  }

  private static Optional<Type> value(Extension extension, String key) {
    for (Extension part : extension.getExtension()) {
      if (key.equals(part.getUrl()) && part.hasValue()) {
        return Optional.of(part.getValue());
      }
    }
    return Optional.empty();
  }
}
