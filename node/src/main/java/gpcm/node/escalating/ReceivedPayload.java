package gpcm.node.escalating;

import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.consultation.CodedEntry;
import gpcm.fhir.FhirElements;
import gpcm.fhir.FhirWriter;
import gpcm.message.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.dstu3.model.Attachment;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.dstu3.model.Bundle.BundleType;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.ReferralRequest;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * The coded resources of a received document, as they travel on: each by itself, referring to the
 * new document's patient and encounter and to one another. Who else is referred to does not travel
 * as a resource, and stays in words.
 */
final class ReceivedPayload {
  /** Those of an online consultation's payload that nobody else makes anew. */
  private static final Set<String> TYPES =
      Set.of(
          "List",
          "Observation",
          "Questionnaire",
          "QuestionnaireResponse",
          "ReferralRequest",
          "DocumentReference",
          "AllergyIntolerance",
          "FamilyMemberHistory",
          "Task",
          "Consent",
          "Location");

  private static final String UUID_PREFIX = "urn:uuid:";

  private final ObjectMapper json = new ObjectMapper();
  private final FhirWriter writer = new FhirWriter();
  private final Map<String, String> roles = new LinkedHashMap<>();
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final Map<String, Resource> travelling = new LinkedHashMap<>();

  ReceivedPayload(Bundle document) {
    for (BundleEntryComponent entry : document.getEntry()) {
      Resource resource = entry.getResource();
      if (resource == null || !entry.hasFullUrl()) {
        continue;
      }
      switch (resource.fhirType()) {
        case "Patient" -> roles.put(entry.getFullUrl(), Payload.PATIENT);
        case "Encounter" -> roles.put(entry.getFullUrl(), Payload.ENCOUNTER);
        default -> {
          // Where two share one address, the first of a type that travels is meant.
          if (TYPES.contains(resource.fhirType())
              && travelling.putIfAbsent(entry.getFullUrl(), resource.copy()) == null) {
            ids.put(entry.getFullUrl(), id(entry.getFullUrl()));
          }
        }
      }
    }
  }

  private static String id(String fullUrl) {
    String tail =
        fullUrl.startsWith(UUID_PREFIX) ? fullUrl.substring(UUID_PREFIX.length()) : fullUrl;
    try {
      return UUID.fromString(tail).toString();
    } catch (IllegalArgumentException e) {
      return UUID.randomUUID().toString();
    }
  }

  List<CodedEntry> entries() {
    List<CodedEntry> entries = new ArrayList<>();
    travelling.forEach(
        (fullUrl, resource) -> {
          resource.setId(ids.get(fullUrl));
          if (resource instanceof ListResource list) {
            list.getEntry().removeIf(each -> !ids.containsKey(each.getItem().getReference()));
            if (list.getEntry().isEmpty()) {
              return;
            }
          }
          if (resource instanceof ReferralRequest referral && referral.hasRequester()) {
            // Whoever sends it on asks the practice.
            referral.getRequester().getAgent().setReference(Payload.SENDER);
          }
          relink(resource);
          entries.add(new CodedEntry.Finished(written(resource)));
        });
    return entries;
  }

  private void relink(Base element) {
    if (element instanceof Reference reference && reference.hasReference()) {
      String target = reference.getReference();
      if (!target.startsWith("urn:gpcm:")) {
        Optional<String> instead =
            Optional.ofNullable(roles.get(target))
                .or(() -> Optional.ofNullable(ids.get(target)).map(id -> UUID_PREFIX + id));
        reference.setReference(instead.orElse(null));
        if (instead.isEmpty() && !reference.hasDisplay()) {
          reference.setDisplay("As in the consultation that was received");
        }
      }
    }
    if (element instanceof Attachment attachment && attachment.hasUrl()) {
      attachment.setUrl(null);
    }
    for (Base child : FhirElements.children(element)) {
      relink(child);
    }
  }

  private String written(Resource resource) {
    Bundle alone = new Bundle().setType(BundleType.COLLECTION);
    alone.addEntry().setResource(resource);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.writeJson(alone, binary -> Optional.empty(), out);
      return json.readTree(out.toByteArray()).at("/entry/0/resource").toString();
    } catch (IOException e) {
      throw new UncheckedIOException("a resource cannot be written", e);
    }
  }
}
