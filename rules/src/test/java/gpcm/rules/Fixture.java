package gpcm.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A valid message of each use case as a JSON tree, to be broken in one place. Holds every resource
 * type the use case may carry, with everything the SHOULD rules ask for too, so that it gives no
 * finding at all.
 */
final class Fixture {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ATTACHMENT = 10_000;
  private static final Rules RULES = RuleCatalogue.rules(Tolerances.ALL);
  private static final Rules STRICT_RULES = RuleCatalogue.rules(Tolerances.NONE);
  private static final MessageReader LENIENT =
      new MessageReader(ReadLimits.STANDARD, Tolerances.ALL);
  private static final MessageReader STRICT =
      new MessageReader(ReadLimits.STANDARD, Tolerances.NONE);
  private static final Set<String> GENERIC_ONLY =
      Set.of(
          "Medication",
          "MedicationRequest",
          "MedicationStatement",
          "Immunization",
          "Condition",
          "ProcedureRequest",
          "DiagnosticReport",
          "Specimen");
  private static final Set<String> SUMMARY =
      Set.of("Composition", "Binary", "Patient", "Organization", "Practitioner");
  private static final Map<String, String> PROFILES =
      Map.of(
          "Binary", "https://fhir.nhs.uk/STU3/StructureDefinition/ITK-Attachment-Binary-1",
          "Device", "https://fhir.nhs.uk/STU3/StructureDefinition/ITK-Device-1",
          "Condition",
              "https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-ProblemHeader-Condition-1");

  private static final String DOCUMENT = "0c4f2a66-6f0e-4d0c-9c53-3a1e8d7b5f21";
  private static final Map<String, String> IDS =
      Map.of("document", DOCUMENT, "header", "b7d1e9c4-2a35-4f86-8e17-90c6a4d2f3b8");

  private static final Map<UseCaseKey, ObjectNode> COMPLETE =
      Map.of(
          UseCaseKey.CS, build(UseCaseKey.CS).message,
          UseCaseKey.OC, build(UseCaseKey.OC).message,
          UseCaseKey.GE, build(UseCaseKey.GE).message);

  private final ObjectNode message;

  private Fixture(ObjectNode message) {
    this.message = message;
  }

  static Fixture of(UseCaseKey useCase) {
    return new Fixture(COMPLETE.get(useCase).deepCopy());
  }

  private static Fixture build(UseCaseKey useCase) {
    ObjectNode complete = read("complete.json");
    ArrayNode entries = JSON.createArrayNode();
    for (JsonNode entry : complete.get("entry")) {
      ObjectNode resource = (ObjectNode) entry.get("resource");
      String type = resource.get("resourceType").textValue();
      boolean belongs =
          switch (useCase) {
            case CS -> SUMMARY.contains(type);
            case OC -> !GENERIC_ONLY.contains(type);
            case GE, UNKNOWN -> true;
          };
      if (belongs) {
        profile(
            resource,
            PROFILES.getOrDefault(
                type,
                "https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-" + type + "-1"));
        entries.add(entry(resource));
      }
    }
    ObjectNode document = JSON.createObjectNode().put("resourceType", "Bundle").put("id", DOCUMENT);
    profile(document, "https://fhir.nhs.uk/STU3/StructureDefinition/ITK-Document-Bundle-1")
        .put("lastUpdated", "2026-03-02T10:16:00+00:00");
    document
        .putObject("identifier")
        .put("system", "https://tools.ietf.org/html/rfc4122")
        .put("value", DOCUMENT);
    document.put("type", "document").set("entry", entries);
    ObjectNode envelope = read("envelope.json");
    ((ArrayNode) envelope.get("entry")).add(entry(document));
    Fixture fixture = new Fixture(envelope);
    fixture.become(useCase);
    return fixture;
  }

  private void become(UseCaseKey useCase) {
    ObjectNode composition = at("composition");
    if (useCase == UseCaseKey.CS || useCase == UseCaseKey.OC) {
      boolean summary = useCase == UseCaseKey.CS;
      String title = summary ? "Consultation report" : "Online consultation report";
      set(
          "header",
          "extension/0/extension/5/valueString",
          summary ? "SendDocument-ConsultationReport" : "SendDocument-OnlineConsultationReport");
      composition.put("title", title);
      ((ObjectNode) composition.at("/type/coding/0"))
          .put("code", summary ? "371531000" : "149951000000107")
          .put(
              "display",
              summary
                  ? "Report of clinical encounter"
                  : "Patient information received using general practice online consultation"
                      + " system");
      ((ObjectNode) composition.get("text"))
          .put(
              "div",
              "<div xmlns=\"http://www.w3.org/1999/xhtml\">"
                  + title
                  + " for Test ZZTEST-PATIENT, NHS Number 9990000018, "
                  + (summary ? "seen at Fictional Federation Hub, ODS Code ZZ001, " : "")
                  + "Version 2</div>");
      if (summary) {
        composition.remove("encounter");
        ((ArrayNode) composition.get("author")).remove(2);
        ((ArrayNode) composition.get("author")).remove(1);
      }
      List<String> ids = ids();
      ArrayNode sections = (ArrayNode) composition.get("section");
      for (JsonNode section : sections) {
        removeIf(
            (ArrayNode) section.get("entry"),
            entry ->
                !ids.contains(entry.get("reference").textValue().substring("urn:uuid:".length())));
      }
      removeIf(sections, section -> section.get("entry").isEmpty());
    }
  }

  /** Changes one thing; see the table broken.txt. */
  Fixture change(String where, String what, String path, String value) {
    switch (what) {
      case "delete" -> delete(at(where), path);
      case "set" -> set(where, path, value.isEmpty() ? null : json(value));
      case "add" -> ((ArrayNode) at(where).at("/" + path)).add(json(value));
      case "without" -> Stream.of(path.split(" ")).forEach(this::without);
      case "rotate" -> {
        ArrayNode items = (ArrayNode) at(where).get(path);
        for (int i = 0; i < Integer.parseInt(value); i++) {
          items.add(items.remove(0));
        }
      }
      case "upper-case" ->
          at(where).put(path, at(where).get(path).textValue().toUpperCase(Locale.ROOT));
      case "spaced-comma" ->
          set(where, path, at(where).at("/" + path).textValue().replace(", NHS", " , NHS"));
      case "share-url" -> shareUrl(where, path, value);
      case "foreign" -> foreign(where, path, value);
      case "foreign-beside" -> {
        ArrayNode references = (ArrayNode) at(where).get(path);
        references.addObject();
        foreign(where, path + "/" + (references.size() - 1), value);
      }
      case "second" -> {
        ObjectNode copy = at(path).deepCopy();
        copy.put("id", "second");
        ((ArrayNode) at("document").get("entry")).add(entry(copy));
      }
      case "unannounce" -> {
        for (JsonNode section : at("composition").get("section")) {
          removeIf(
              (ArrayNode) section.get("entry"),
              entry -> entry.get("reference").textValue().equals("urn:uuid:" + path));
        }
      }
      case "made-at" -> {
        set("header", "timestamp", value);
        set("composition", "date", value);
        set("document", "meta/lastUpdated", value);
      }
      case "say" ->
          set(where, "text/div", at(where).at("/text/div").textValue().replace(path, value));
      case "restricted" -> {
        set(where, "confidentiality", "R");
        String line = path + ", NHS Number 9990000018, Version 2";
        set(where, "text/div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + line + "</div>");
      }
      case "rename" -> {
        String[] nameAndValue = value.split(" ", 2);
        at(where).remove(path);
        set(where, nameAndValue[0], json(nameAndValue[1]));
      }
      case "move-header" -> {
        ArrayNode entries = (ArrayNode) message.get("entry");
        entries.add(entries.remove(0));
      }
      case "swap-first" -> {
        ArrayNode entries = (ArrayNode) at("document").get("entry");
        entries.add(entries.remove(0));
      }
      case "not-given-with" -> {
        ObjectNode immunization = at(where);
        List.of("site", "route", "doseQuantity", "explanation", "vaccinationProtocol")
            .forEach(immunization::remove);
        immunization.put("notGiven", true).set(path, json(value));
      }
      default -> throw new IllegalArgumentException("unknown change " + what);
    }
    return this;
  }

  Findings check() {
    return check(Tolerances.ALL);
  }

  Findings check(Tolerances tolerances) {
    return (tolerances.equals(Tolerances.NONE) ? STRICT_RULES : RULES).check(read(tolerances));
  }

  Findings check(MeshMetadata mesh) {
    return RULES.check(read(Tolerances.ALL), mesh);
  }

  /** The message as a receiver reads it. */
  ReadMessage read(Tolerances tolerances) {
    byte[] bytes = message.toString().getBytes(StandardCharsets.UTF_8);
    try {
      return (tolerances.equals(Tolerances.NONE) ? STRICT : LENIENT)
          .readJson(new ByteArrayInputStream(bytes), AttachmentSink.inMemory(ATTACHMENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectNode tree() {
    return message;
  }

  /** A resource by id; message, header, sender and document are the parts around them. */
  ObjectNode at(String id) {
    if (id.equals("message")) {
      return message;
    }
    String named = IDS.getOrDefault(id, id);
    ObjectNode inOuter = find(message, named);
    return inOuter != null ? inOuter : find(find(message, DOCUMENT), named);
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    at("document").get("entry").forEach(entry -> ids.add(entry.at("/resource/id").textValue()));
    return ids;
  }

  private void shareUrl(String where, String id, String other) {
    String url = "urn:uuid:" + IDS.getOrDefault(id, id) + '"';
    String text = at(where).toString().replace(url, "urn:uuid:" + other + '"');
    at(where).setAll((ObjectNode) json(text));
    at(id).put("id", other);
  }

  /** Points a reference at a copy of that resource which claims a profile of nobody's. */
  private void foreign(String where, String path, String id) {
    ObjectNode copy = at(id).deepCopy();
    copy.put("id", "foreign");
    profile(copy, "https://example.test/StructureDefinition/Other-1");
    ((ArrayNode) at("document").get("entry")).add(entry(copy));
    set(where, path + "/reference", "urn:uuid:foreign");
  }

  private void without(String id) {
    removeIf(
        (ArrayNode) at("document").get("entry"),
        entry -> entry.at("/resource/id").textValue().equals(id));
    ObjectNode composition = at("composition");
    if (composition == null) {
      return;
    }
    for (JsonNode section : composition.path("section")) {
      removeIf(
          (ArrayNode) section.get("entry"),
          entry -> entry.get("reference").textValue().equals("urn:uuid:" + id));
    }
    if (composition.get("section") instanceof ArrayNode sections) {
      removeIf(sections, section -> section.get("entry").isEmpty());
      if (sections.isEmpty()) {
        composition.remove("section");
      }
    }
  }

  private void set(String where, String path, String value) {
    set(where, path, JSON.getNodeFactory().textNode(value));
  }

  private void set(String where, String path, JsonNode value) {
    int slash = path.lastIndexOf('/');
    JsonNode parent = slash < 0 ? at(where) : at(where).at("/" + path.substring(0, slash));
    String last = path.substring(slash + 1);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(last), value);
    } else {
      ((ObjectNode) parent).set(last, value);
    }
  }

  private static void delete(ObjectNode resource, String path) {
    int slash = path.lastIndexOf('/');
    JsonNode parent = slash < 0 ? resource : resource.at("/" + path.substring(0, slash));
    String last = path.substring(slash + 1);
    JsonNode removed =
        parent instanceof ArrayNode array
            ? array.remove(Integer.parseInt(last))
            : ((ObjectNode) parent).remove(last);
    if (removed == null) {
      throw new IllegalArgumentException("nothing at " + path);
    }
  }

  private static void removeIf(ArrayNode array, java.util.function.Predicate<JsonNode> test) {
    for (Iterator<JsonNode> each = array.iterator(); each.hasNext(); ) {
      if (test.test(each.next())) {
        each.remove();
      }
    }
  }

  private static ObjectNode find(ObjectNode bundle, String id) {
    for (JsonNode entry : bundle.get("entry")) {
      if (entry.at("/resource/id").asText().equals(id)) {
        return (ObjectNode) entry.get("resource");
      }
    }
    return null;
  }

  private static ObjectNode entry(ObjectNode resource) {
    ObjectNode entry =
        JSON.createObjectNode().put("fullUrl", "urn:uuid:" + resource.get("id").textValue());
    entry.set("resource", resource);
    return entry;
  }

  private static ObjectNode profile(ObjectNode resource, String profile) {
    ObjectNode meta = resource.putObject("meta");
    meta.putArray("profile").add(profile);
    return meta;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode read(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream(name)) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
