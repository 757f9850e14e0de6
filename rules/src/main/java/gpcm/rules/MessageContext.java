package gpcm.rules;

import gpcm.message.CanonicalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.dstu3.model.DomainResource;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * One message laid out for the rules: its parts by role, and what each reference points at. Built
 * once for each check.
 */
public final class MessageContext {
  // That there is more than one is all that anybody asks, and thousands would be asked of each.
  private static final int MOST = 2;

  private final Instant now;
  private final Element message;
  private final List<Element> outer;
  private final Optional<Element> documentBundle;
  private final List<Element> inner;
  private final Map<String, List<Element>> outerByUrl;
  private final Map<String, List<Element>> innerByUrl;
  private final UseCaseKey useCase;
  private final Optional<Element> patient;
  private final Map<Bundle, Set<BundleEntryComponent>> repeated = new HashMap<>();
  private final Map<DomainResource, Map<String, List<String>>> contained = new HashMap<>();
  private final Map<Place, Set<Element>> referred = new HashMap<>();
  private final Map<Part, Set<String>> texts = new HashMap<>();
  private final Map<Work, Object> worked = new HashMap<>();
  private Optional<MessageContext> original = Optional.empty();
  private Optional<MeshMetadata> mesh = Optional.empty();

  private record Place(String type, ElementPath path) {}

  private record Part(Base owner, ElementPath path) {}

  private record Work(Base owner, Class<?> kind) {}

  /**
   * Lays out a message.
   *
   * @param now when it is looked at
   */
  static MessageContext of(Bundle bundle, Instant now) {
    return new MessageContext(bundle, now);
  }

  static MessageContext of(Bundle bundle, Instant now, MeshMetadata mesh) {
    MessageContext context = new MessageContext(bundle, now);
    context.mesh = Optional.of(mesh);
    return context;
  }

  /** A response together with the message it answers. */
  static MessageContext of(Bundle response, Instant now, Bundle original) {
    MessageContext context = new MessageContext(response, now);
    context.original = Optional.of(new MessageContext(original, now));
    return context;
  }

  /** The same, with what travelled beside the response. */
  static MessageContext of(Bundle response, Instant now, Bundle original, MeshMetadata mesh) {
    MessageContext context = of(response, now, original);
    context.mesh = Optional.of(mesh);
    return context;
  }

  private MessageContext(Bundle bundle, Instant now) {
    this.now = now;
    this.message = Element.root(bundle);
    this.outer = entries(message);
    this.outerByUrl = byUrl(message, outer);
    this.documentBundle = findDocument();
    this.inner = documentBundle.map(MessageContext::entries).orElse(List.of());
    this.innerByUrl = documentBundle.map(d -> byUrl(d, inner)).orElse(Map.of());
    this.useCase = UseCaseOf.message(this);
    this.patient = findPatient();
  }

  /** Its use case, told from what it says itself. */
  public UseCaseKey useCase() {
    return useCase;
  }

  /** When it is looked at. */
  public Instant now() {
    return now;
  }

  /** The outer bundle. */
  public Element message() {
    return message;
  }

  /** The outer bundle's resources. */
  public List<Element> outer() {
    return outer;
  }

  /** The MessageHeader. */
  public Optional<Element> header() {
    return first(outer, "MessageHeader");
  }

  /**
   * The document bundle: what the header's focus names, else the first bundle inside the message.
   */
  public Optional<Element> documentBundle() {
    return documentBundle;
  }

  /** The document's resources, the Composition with them. */
  public List<Element> inner() {
    return inner;
  }

  /** The document's Composition. */
  public Optional<Element> composition() {
    return first(inner, "Composition");
  }

  /** The document's resources of this type. */
  public List<Element> all(String type) {
    List<Element> found = new ArrayList<>();
    for (Element element : inner) {
      if (element.type().equals(type)) {
        found.add(element);
      }
    }
    return found;
  }

  /** Whether the document has a resource of this type. */
  public boolean holds(String type) {
    return first(inner, type).isPresent();
  }

  /** How many resources of this type the document has. */
  public int count(String type) {
    return all(type).size();
  }

  /** What travelled beside it, where that is known. */
  public Optional<MeshMetadata> mesh() {
    return mesh;
  }

  /**
   * What a reference element of the document points at; several when resources share one fullUrl,
   * of each type two at the most, none when it dangles.
   */
  public List<Element> target(Element reference) {
    return target(reference, innerByUrl);
  }

  /** The document's resources of this fullUrl. */
  public List<Element> named(String fullUrl) {
    return innerByUrl.getOrDefault(CanonicalId.url(fullUrl), List.of());
  }

  /** What a reference element of the header points at. */
  public List<Element> headerTarget(Element reference) {
    return target(reference, outerByUrl);
  }

  /**
   * The resource of one of these types that a reference of the document points at: the type decides
   * between equal fullUrls.
   */
  public Optional<Element> target(Element reference, Set<String> types) {
    for (Element element : target(reference)) {
      if (types.contains(element.type())) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  /**
   * The entries of a bundle whose fullUrl an earlier entry of it has, with a resource of the same
   * type.
   */
  public Set<BundleEntryComponent> repeated(Bundle bundle) {
    return repeated.computeIfAbsent(bundle, MessageContext::findRepeated);
  }

  private static Set<BundleEntryComponent> findRepeated(Bundle bundle) {
    // The model compares its entries by identity.
    Set<String> seen = new HashSet<>();
    Set<BundleEntryComponent> again = new HashSet<>();
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.hasFullUrl()
          && entry.hasResource()
          && !seen.add(entry.getResource().fhirType() + " " + entry.getFullUrl())) {
        again.add(entry);
      }
    }
    return again;
  }

  /** What the document's resources of this type refer to at this path. */
  public Set<Element> referred(String type, ElementPath path) {
    return referred.computeIfAbsent(
        new Place(type, path),
        place -> {
          Set<Element> targets = new HashSet<>();
          for (Element owner : all(place.type())) {
            for (Element reference : place.path().values(owner)) {
              targets.addAll(target(reference));
            }
          }
          return targets;
        });
  }

  /** The texts that stand at this path of one resource, for the many that are held against it. */
  public Set<String> texts(Element resource, ElementPath path) {
    return texts.computeIfAbsent(
        new Part(resource.value(), path),
        part -> {
          Set<String> found = new HashSet<>();
          for (Element element : part.path().values(resource)) {
            String text = element.value().primitiveValue();
            if (text != null) {
              found.add(text);
            }
          }
          return found;
        });
  }

  /**
   * What is worked out of one element for the many that are held against it: once, and known by its
   * type.
   */
  public <T> T worked(Element element, Class<T> kind, Function<Element, T> work) {
    Work key = new Work(element.value(), kind);
    Object found = worked.get(key);
    if (found == null) {
      found = work.apply(element);
      worked.put(key, found);
    }
    return kind.cast(found);
  }

  /** The types of the resources in this one that have the id, written without the hash sign. */
  public List<String> contained(DomainResource resource, String id) {
    return contained
        .computeIfAbsent(resource, MessageContext::findContained)
        .getOrDefault(id, List.of());
  }

  private static Map<String, List<String>> findContained(DomainResource resource) {
    Map<String, List<String>> types = new HashMap<>();
    for (Resource inside : resource.getContained()) {
      List<String> sameId = types.computeIfAbsent(bareId(inside), written -> new ArrayList<>(1));
      String type = inside.fhirType();
      if (Collections.frequency(sameId, type) < MOST) {
        sameId.add(type);
      }
    }
    return types;
  }

  /** The model keeps the hash sign in the id of a contained resource, or leaves it out. */
  public static String bareId(Resource contained) {
    String id = contained.getIdElement().getIdPart();
    if (id == null) {
      return "";
    }
    return id.startsWith("#") ? id.substring(1) : id;
  }

  /** The message that a response answers, where that is known. */
  public Optional<MessageContext> original() {
    return original;
  }

  /** The document's patient: whom the Composition is about, else the only Patient there is. */
  public Optional<Element> patient() {
    return patient;
  }

  private Optional<Element> findPatient() {
    Optional<Element> subject =
        composition().stream()
            .flatMap(c -> c.children("subject").stream())
            .flatMap(r -> target(r, Set.of("Patient")).stream())
            .findFirst();
    return subject.or(() -> first(inner, "Patient"));
  }

  /** The header's Organization entry that the sender reference names. */
  public Optional<Element> headerSender() {
    return header().stream()
        .flatMap(h -> h.children("sender").stream())
        .flatMap(r -> headerTarget(r).stream())
        .filter(element -> element.type().equals("Organization"))
        .findFirst();
  }

  /** The values of the identifiers of this system. */
  public static List<String> identifiers(Element resource, String system) {
    List<String> values = new ArrayList<>(1);
    for (Element identifier : resource.children("identifier")) {
      if (identifier.value() instanceof Identifier id
          && system.equals(id.getSystem())
          && id.hasValue()) {
        values.add(id.getValue());
      }
    }
    return values;
  }

  private Optional<Element> findDocument() {
    return header().stream()
        .flatMap(h -> h.children("focus").stream())
        .flatMap(r -> headerTarget(r).stream())
        .filter(element -> element.value() instanceof Bundle)
        .findFirst()
        .or(() -> first(outer, "Bundle"));
  }

  private static Optional<Element> first(List<Element> elements, String type) {
    for (Element element : elements) {
      if (element.type().equals(type)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  private static List<Element> entries(Element bundle) {
    List<Element> elements = new ArrayList<>();
    List<Bundle.BundleEntryComponent> entries = ((Bundle) bundle.value()).getEntry();
    for (int i = 0; i < entries.size(); i++) {
      Resource resource = entries.get(i).getResource();
      if (resource != null) {
        elements.add(bundle.entry(i, resource));
      }
    }
    return List.copyOf(elements);
  }

  private static Map<String, List<Element>> byUrl(Element bundle, List<Element> elements) {
    Map<String, List<Element>> byUrl = new HashMap<>();
    int next = 0;
    for (Bundle.BundleEntryComponent entry : ((Bundle) bundle.value()).getEntry()) {
      if (entry.getResource() == null) {
        continue;
      }
      Element element = elements.get(next++);
      if (entry.getFullUrl() != null) {
        List<Element> sameUrl =
            byUrl.computeIfAbsent(CanonicalId.url(entry.getFullUrl()), url -> new ArrayList<>(1));
        if (sameUrl.isEmpty() || few(sameUrl, element.type())) {
          sameUrl.add(element);
        }
      }
    }
    return byUrl;
  }

  private static boolean few(List<Element> elements, String type) {
    int same = 0;
    for (Element element : elements) {
      same += element.type().equals(type) ? 1 : 0;
    }
    return same < MOST;
  }

  private static List<Element> target(Element reference, Map<String, List<Element>> byUrl) {
    return reference.value() instanceof Reference r && r.getReference() != null
        ? byUrl.getOrDefault(CanonicalId.url(r.getReference()), List.of())
        : List.of();
  }
}
