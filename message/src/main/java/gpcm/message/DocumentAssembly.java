package gpcm.message;

import gpcm.consultation.InvalidValueException;
import gpcm.fhir.AttachmentContent;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.DateTimeType;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.InstantType;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * The document bundle under construction: the Composition first, then each Binary, then everything
 * else it refers to.
 */
final class DocumentAssembly {
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");

  private final Envelope envelope;
  private final String documentId;
  private final Bundle document = new Bundle();
  private final Composition composition = new Composition();
  private final IdentityHashMap<Binary, AttachmentContent> contents = new IdentityHashMap<>();

  DocumentAssembly(Envelope envelope, UseCase useCase, String text, boolean restricted) {
    this.envelope = envelope;
    this.documentId = envelope.fresh();
    Instant now = envelope.now();
    document.setId(documentId);
    document.setMeta(
        document
            .getMeta()
            .setLastUpdatedElement(instant(now))
            .addProfile(Vocabulary.DOCUMENT_BUNDLE));
    // ITK3 reads the document's id from Bundle.id, base FHIR from Bundle.identifier: both hold it
    // (digest, Identity).
    document.setIdentifier(Envelope.uuidIdentifier(documentId));
    document.setType(Bundle.BundleType.DOCUMENT);

    String compositionId = envelope.fresh();
    composition.setId(compositionId);
    composition.getMeta().addProfile(Vocabulary.careConnect("Composition"));
    composition.setText(narrative(text));
    composition.setIdentifier(Envelope.uuidIdentifier(compositionId));
    composition.setStatus(Composition.CompositionStatus.FINAL);
    composition
        .getType()
        .addCoding()
        .setSystem(Vocabulary.SNOMED)
        .setCode(useCase.type().value())
        .setDisplay(useCase.typeDisplay());
    composition.setDateElement(new DateTimeType());
    composition.getDateElement().setValueAsString(Envelope.time(now));
    composition.setTitle(useCase.title());
    composition.setConfidentiality(
        restricted ? Composition.DocumentConfidentiality.R : Composition.DocumentConfidentiality.N);
    Envelope.entry(document, compositionId, composition);
  }

  String documentId() {
    return documentId;
  }

  Composition composition() {
    return composition;
  }

  Bundle document() {
    return document;
  }

  IdentityHashMap<Binary, AttachmentContent> contents() {
    return contents;
  }

  /**
   * Adds documents, each with a section of its own (GPCM-SD-019); the first one given is the
   * primary (GPCM-SD-022).
   */
  void documents(List<Attachment> attachments) {
    for (Attachment attachment : attachments) {
      String id = envelope.fresh();
      Binary binary = new Binary();
      binary.setId(id);
      binary.getMeta().addProfile(Vocabulary.ATTACHMENT_BINARY);
      binary.setContentType(attachment.contentType());
      binary.setContent(attachment.content().placeholder());
      contents.put(binary, attachment.content());
      section(attachment.title(), id);
      Envelope.entry(document, id, binary);
    }
  }

  /** Adds a section that names one entry. */
  void section(String title, String id) {
    section(title, List.of(id));
  }

  /** Adds a section that names these entries. */
  void section(String title, List<String> ids) {
    Composition.SectionComponent section = composition.addSection().setTitle(title);
    ids.forEach(id -> section.addEntry(Envelope.reference(id)));
  }

  /** Adds an entry the Composition refers to in another way. */
  void entry(String id, Resource resource) {
    Envelope.entry(document, id, resource);
  }

  /** The document this one replaces (GPCM-SD-028, -029). */
  void replaces(String id) {
    if (!UUID_FORM.matcher(id).matches()) {
      throw new InvalidValueException(
          "Replaced document",
          "must be named by its document id, a UUID in lower case, where a message is built",
          "Give the id of the document's bundle. A node finds it by its own ids and encounters"
              + " too");
    }
    composition
        .addRelatesTo()
        .setCode(Composition.DocumentRelationshipType.REPLACES)
        .setTarget(new Identifier().setSystem(Vocabulary.RFC_4122).setValue(id));
  }

  private static InstantType instant(Instant moment) {
    InstantType type = new InstantType();
    type.setValueAsString(Envelope.time(moment));
    return type;
  }

  private static Narrative narrative(String text) {
    XhtmlNode div = new XhtmlNode(NodeType.Element, "div");
    div.getAttributes().put("xmlns", Vocabulary.XHTML);
    XhtmlNode paragraph = new XhtmlNode(NodeType.Element, "p");
    XhtmlNode words = new XhtmlNode(NodeType.Text);
    words.setContent(text);
    paragraph.getChildNodes().add(words);
    div.getChildNodes().add(paragraph);
    Narrative narrative = new Narrative();
    narrative.setStatus(Narrative.NarrativeStatus.GENERATED);
    narrative.setDiv(div);
    return narrative;
  }
}
