package gpcm.node.handover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.FhirReader;
import gpcm.fhir.FhirWriter;
import gpcm.fhir.ReadLimits;
import gpcm.message.PatientView;
import gpcm.message.SendDocument;
import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedContents;
import gpcm.node.coded.CodedItem;
import gpcm.node.receiving.ReceivedDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.convertors.factory.VersionConvertorFactory_30_40;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.formats.JsonParser;

/**
 * Writes what people confirmed of a document's coded entries as record systems read it: a list of
 * the entries, and a Bundle (collection) of the patient and the entries' resources in FHIR STU3 and
 * R4. What is about somebody else than the patient is in the list alone, and says so. The code that
 * counts stands in the resources too; where that cannot be done, or a resource cannot be written in
 * R4, the entry says so and its resource is left out. Thread-safe.
 */
final class ConfirmedForms {
  static final String STU3 = "application/fhir+json; fhirVersion=3.0";
  static final String R4 = "application/fhir+json; fhirVersion=4.0";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReceivedDocuments documents;
  private final FhirReader reader = new FhirReader(ReadLimits.STANDARD);
  private final FhirWriter writer = new FhirWriter();

  ConfirmedForms(ReceivedDocuments documents) {
    this.documents = documents;
  }

  /**
   * What is written of one document.
   *
   * @param entries the list, as JSON
   * @param stu3 the Bundle in STU3
   * @param r4 the Bundle in R4
   */
  record Written(String entries, String stu3, String r4) {}

  /** Writes a document's confirmed entries; reads the document again for its patient. */
  Written write(String organisation, UUID entry, List<CodedItem> confirmed) {
    SendDocument document = documents.read(organisation, entry, AttachmentSink.discarding());
    Map<String, Bundle.BundleEntryComponent> sent = byReference(document);
    Bundle stu3 = new Bundle().setType(Bundle.BundleType.COLLECTION);
    org.hl7.fhir.r4.model.Bundle r4 =
        new org.hl7.fhir.r4.model.Bundle()
            .setType(org.hl7.fhir.r4.model.Bundle.BundleType.COLLECTION);
    document
        .patient()
        .flatMap(PatientView::id)
        .map(id -> sent.get("Patient/" + id))
        .ifPresent(
            patient -> {
              Bundle.BundleEntryComponent as = as(sent, patient.getResource());
              stu3.addEntry(as);
              inR4(List.of(as)).ifPresent(each -> each.forEach(r4::addEntry));
            });
    ArrayNode entries = JsonNodeFactory.instance.arrayNode();
    Map<String, String> there = new HashMap<>();
    for (CodedItem item : confirmed) {
      ObjectNode line = line(item);
      boolean elsewhere = isAboutSomebodyElse(item);
      line.put("aboutSomebodyElse", elsewhere);
      Optional<List<Bundle.BundleEntryComponent>> resources =
          (elsewhere ? Optional.<List<Resource>>empty() : resources(item))
              .flatMap(each -> once(there, each))
              .map(each -> each.stream().map(one -> as(sent, one)).toList());
      Optional<List<org.hl7.fhir.r4.model.Bundle.BundleEntryComponent>> later =
          resources.flatMap(ConfirmedForms::inR4);
      resources.ifPresent(each -> each.forEach(stu3::addEntry));
      later.ifPresent(each -> each.forEach(r4::addEntry));
      line.put("inStu3", resources.isPresent());
      line.put("inR4", later.isPresent());
      entries.add(line);
    }
    try {
      return new Written(entries.toString(), writer.json(stu3), new JsonParser().composeString(r4));
    } catch (IOException e) {
      throw new IllegalStateException("a Bundle in memory can always be written", e);
    }
  }

  private static boolean isAboutSomebodyElse(CodedItem item) {
    return item.content().details().stream()
        .anyMatch(detail -> detail.label().equals(CodedContents.ABOUT_SOMEBODY_ELSE));
  }

  /**
   * What several entries share stands in a Bundle once; empty when an entry before it has the same
   * resource with something else in it.
   */
  private Optional<List<Resource>> once(Map<String, String> there, List<Resource> resources) {
    Map<String, String> further = new HashMap<>();
    List<Resource> fresh = new ArrayList<>();
    for (Resource resource : resources) {
      String json = writer.json(resource);
      String before = there.get(reference(resource));
      if (before != null && !before.equals(json)) {
        return Optional.empty();
      }
      if (before == null) {
        fresh.add(resource);
        further.put(reference(resource), json);
      }
    }
    there.putAll(further);
    return Optional.of(fresh);
  }

  private static Map<String, Bundle.BundleEntryComponent> byReference(SendDocument document) {
    Map<String, Bundle.BundleEntryComponent> sent = new LinkedHashMap<>();
    document.document().stream()
        .flatMap(bundle -> bundle.getEntry().stream())
        .filter(each -> each.getResource() != null)
        .forEach(each -> sent.putIfAbsent(reference(each.getResource()), each));
    return sent;
  }

  private static String reference(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }

  // Under the address that the document gave it, so that what refers to it still does.
  private static Bundle.BundleEntryComponent as(
      Map<String, Bundle.BundleEntryComponent> sent, Resource resource) {
    Bundle.BundleEntryComponent as = new Bundle.BundleEntryComponent().setResource(resource);
    Bundle.BundleEntryComponent before = sent.get(reference(resource));
    if (before != null && before.hasFullUrl()) {
      as.setFullUrl(before.getFullUrl());
    }
    return as;
  }

  /** The resources of an entry with the code that counts; empty when they cannot be given. */
  private Optional<List<Resource>> resources(CodedItem item) {
    if (item.content().original().isEmpty()) {
      return Optional.empty();
    }
    List<Resource> resources = new ArrayList<>();
    try {
      for (JsonNode each : JSON.readTree(item.content().original())) {
        resources.add(
            reader.readResource(each.toString()).bundle().getEntryFirstRep().getResource());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the original of a coded entry is no JSON", e);
    }
    return CodeExchange.exchange(resources, item.content().concept(), item.concept())
        ? Optional.of(resources)
        : Optional.empty();
  }

  private static Optional<List<org.hl7.fhir.r4.model.Bundle.BundleEntryComponent>> inR4(
      List<Bundle.BundleEntryComponent> resources) {
    List<org.hl7.fhir.r4.model.Bundle.BundleEntryComponent> all = new ArrayList<>();
    for (Bundle.BundleEntryComponent each : resources) {
      try {
        all.add(
            new org.hl7.fhir.r4.model.Bundle.BundleEntryComponent()
                .setFullUrl(each.getFullUrl())
                .setResource(VersionConvertorFactory_30_40.convertResource(each.getResource())));
      } catch (FHIRException | IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }

  private static ObjectNode line(CodedItem item) {
    CodedContent content = item.content();
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("entry", item.ordinal());
    line.put("kind", content.kind().text());
    line.put("state", item.state().text());
    line.set("code", concept(item.concept()));
    if (!item.concept().equals(content.concept())) {
      line.set("sentAs", concept(content.concept()));
    }
    line.put("value", content.value());
    line.put("unit", content.unit());
    line.put("from", content.from());
    line.put("until", content.until());
    line.put("recorded", content.recorded());
    line.put("status", content.status());
    line.put("saidBy", content.saidBy().text());
    line.put("author", content.author());
    line.put("resource", content.resourceType());
    ArrayNode details = line.putArray("details");
    content
        .details()
        .forEach(
            detail ->
                details.addObject().put("label", detail.label()).put("value", detail.value()));
    item.decision()
        .ifPresent(
            decision -> {
              line.put("decidedBy", decision.name());
              line.put("decidedAt", decision.at().toString());
              decision.reason().ifPresent(reason -> line.put("reason", reason));
            });
    return line;
  }

  private static ObjectNode concept(CodedConcept concept) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("system", concept.system())
        .put("code", concept.code())
        .put("display", concept.display());
  }
}
