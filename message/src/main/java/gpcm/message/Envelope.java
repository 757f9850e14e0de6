package gpcm.message;

import gpcm.consultation.OdsCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.dstu3.model.BooleanType;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.InstantType;
import org.hl7.fhir.dstu3.model.MessageHeader;
import org.hl7.fhir.dstu3.model.Organization;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.StringType;
import org.hl7.fhir.dstu3.model.Type;

/**
 * The outer bundle of a message under construction: MessageHeader first, then the sending
 * organisation, then the payload.
 */
final class Envelope {
  private static final DateTimeFormatter WIRE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Supplier<UUID> ids;
  private final Instant now;
  private final Bundle bundle = new Bundle();
  private final MessageHeader header = new MessageHeader();

  /** The values of the handling extension. */
  record Keys(
      boolean acknowledge,
      RecipientType recipient,
      String definition,
      String senderReference,
      String localExtension) {}

  Envelope(Supplier<UUID> ids, Instant now) {
    this.ids = ids;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Builds the bundle around this payload. */
  Bundle seal(
      OdsCode sender,
      MailboxId source,
      Coding event,
      Keys keys,
      Resource payload,
      String payloadId) {
    bundle.setId(fresh());
    bundle.getMeta().addProfile(Vocabulary.MESSAGE_BUNDLE);
    bundle.setIdentifier(uuidIdentifier(fresh()));
    bundle.setType(Bundle.BundleType.MESSAGE);

    String headerId = fresh();
    String organizationId = fresh();
    header.setId(headerId);
    header.getMeta().addProfile(Vocabulary.MESSAGE_HEADER);
    header.addExtension(handling(keys));
    header.setEvent(event);
    header.setSender(reference(organizationId));
    header.setTimestampElement(new InstantType());
    header.getTimestampElement().setValueAsString(time(now));
    header.getSource().setEndpoint(source.value());

    Organization organization = new Organization();
    organization.setId(organizationId);
    organization.getMeta().addProfile(Vocabulary.HEADER_ORGANIZATION);
    organization.addIdentifier().setSystem(Vocabulary.ODS_CODE).setValue(sender.value());

    entry(bundle, headerId, header);
    entry(bundle, organizationId, organization);
    entry(bundle, payloadId, payload);
    return bundle;
  }

  MessageHeader header() {
    return header;
  }

  Instant now() {
    return now;
  }

  /** A fresh UUID in lower case, as resource ids have it. */
  String fresh() {
    return ids.get().toString();
  }

  static void entry(Bundle bundle, String id, Resource resource) {
    bundle.addEntry().setFullUrl(Vocabulary.UUID_PREFIX + id).setResource(resource);
  }

  static Reference reference(String id) {
    return new Reference(Vocabulary.UUID_PREFIX + id);
  }

  static Identifier uuidIdentifier(String uuid) {
    return new Identifier().setSystem(Vocabulary.RFC_4122).setValue(uuid);
  }

  /** A moment as FHIR's instant and dateTime have it, to the second, in UTC. */
  static String time(Instant moment) {
    return WIRE_TIME.format(moment);
  }

  private static Extension handling(Keys keys) {
    Extension extension = new Extension().setUrl(Vocabulary.HANDLING);
    List<Map.Entry<String, Type>> parts =
        List.of(
            Map.<String, Type>entry("BusAckRequested", new BooleanType(keys.acknowledge)),
            Map.entry("InfAckRequested", new BooleanType(keys.acknowledge)),
            Map.entry(
                "RecipientType",
                new Coding()
                    .setSystem(RecipientType.SYSTEM)
                    .setCode(keys.recipient.code())
                    .setDisplay(keys.recipient.display())),
            Map.entry("MessageDefinition", new Reference(keys.definition)),
            Map.entry("SenderReference", new StringType(keys.senderReference)),
            Map.entry("LocalExtension", new StringType(keys.localExtension)));
    for (Map.Entry<String, Type> part : parts) {
      extension.addExtension(new Extension().setUrl(part.getKey()).setValue(part.getValue()));
    }
    return extension;
  }

  static Coding event(String code, String display) {
    return new Coding().setSystem(Vocabulary.EVENT_SYSTEM).setCode(code).setDisplay(display);
  }
}
