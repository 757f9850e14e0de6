package gpcm.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * One message laid out for the rules: its parts by role, and what each reference points at. Built
 * once for each check.
 */
final class Scene {
  private final Node message;
  private final List<Node> outer;
  private final Optional<Node> documentBundle;
  private final List<Node> inner;
  private final Map<String, List<Node>> outerByUrl;
  private final Map<String, List<Node>> innerByUrl;
  private final Optional<MeshMetadata> mesh;
  private final UseCaseKey useCase;

  Scene(Bundle bundle, Optional<MeshMetadata> mesh) {
    this.message = Node.root(bundle);
    this.outer = entries(message);
    this.outerByUrl = byUrl(message, outer);
    this.documentBundle = findDocument();
    this.inner = documentBundle.map(Scene::entries).orElse(List.of());
    this.innerByUrl = documentBundle.map(d -> byUrl(d, inner)).orElse(Map.of());
    this.mesh = mesh;
    this.useCase = UseCaseOf.message(this);
  }

  UseCaseKey useCase() {
    return useCase;
  }

  /** The outer bundle. */
  Node message() {
    return message;
  }

  /** The outer bundle's resources. */
  List<Node> outer() {
    return outer;
  }

  Optional<Node> header() {
    return first(outer, "MessageHeader");
  }

  /**
   * The document bundle: what the header's focus names, else the first bundle inside the message.
   */
  Optional<Node> documentBundle() {
    return documentBundle;
  }

  /** The document's resources, the Composition with them. */
  List<Node> inner() {
    return inner;
  }

  Optional<Node> composition() {
    return first(inner, "Composition");
  }

  List<Node> all(String type) {
    return inner.stream().filter(node -> node.type().equals(type)).toList();
  }

  Optional<MeshMetadata> mesh() {
    return mesh;
  }

  /**
   * What a reference element of the document points at; several when resources share one fullUrl,
   * none when it dangles.
   */
  List<Node> target(Node reference) {
    return target(reference, innerByUrl);
  }

  /** What a reference element of the header points at. */
  List<Node> headerTarget(Node reference) {
    return target(reference, outerByUrl);
  }

  /**
   * The resource of one of these types that a reference of the document points at: the type decides
   * between equal fullUrls.
   */
  Optional<Node> target(Node reference, Set<String> types) {
    return target(reference).stream().filter(node -> types.contains(node.type())).findFirst();
  }

  /** The document's patient: whom the Composition is about, else the only Patient there is. */
  Optional<Node> patient() {
    Optional<Node> subject =
        composition().stream()
            .flatMap(c -> c.children("subject").stream())
            .flatMap(r -> target(r, Set.of("Patient")).stream())
            .findFirst();
    return subject.or(() -> first(inner, "Patient"));
  }

  /** The header's Organization entry that the sender reference names. */
  Optional<Node> headerSender() {
    return header().stream()
        .flatMap(h -> h.children("sender").stream())
        .flatMap(r -> headerTarget(r).stream())
        .filter(node -> node.type().equals("Organization"))
        .findFirst();
  }

  /** The values of the identifiers of this system. */
  static List<String> identifiers(Node resource, String system) {
    return resource.children("identifier").stream()
        .map(Node::value)
        .filter(Identifier.class::isInstance)
        .map(Identifier.class::cast)
        .filter(id -> system.equals(id.getSystem()) && id.hasValue())
        .map(Identifier::getValue)
        .toList();
  }

  private Optional<Node> findDocument() {
    return header().stream()
        .flatMap(h -> h.children("focus").stream())
        .flatMap(r -> headerTarget(r).stream())
        .filter(node -> node.value() instanceof Bundle)
        .findFirst()
        .or(() -> first(outer, "Bundle"));
  }

  private static Optional<Node> first(List<Node> nodes, String type) {
    for (Node node : nodes) {
      if (node.type().equals(type)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  private static List<Node> entries(Node bundle) {
    List<Node> nodes = new ArrayList<>();
    List<Bundle.BundleEntryComponent> entries = ((Bundle) bundle.value()).getEntry();
    for (int i = 0; i < entries.size(); i++) {
      Resource resource = entries.get(i).getResource();
      if (resource != null) {
        nodes.add(bundle.entry(i, resource));
      }
    }
    return List.copyOf(nodes);
  }

  private static Map<String, List<Node>> byUrl(Node bundle, List<Node> nodes) {
    Map<String, List<Node>> byUrl = new HashMap<>();
    int next = 0;
    for (Bundle.BundleEntryComponent entry : ((Bundle) bundle.value()).getEntry()) {
      if (entry.getResource() == null) {
        continue;
      }
      Node node = nodes.get(next++);
      if (entry.hasFullUrl()) {
        byUrl.computeIfAbsent(entry.getFullUrl(), url -> new ArrayList<>(1)).add(node);
      }
    }
    return byUrl;
  }

  private static List<Node> target(Node reference, Map<String, List<Node>> byUrl) {
    return reference.value() instanceof Reference r && r.hasReference()
        ? byUrl.getOrDefault(r.getReference(), List.of())
        : List.of();
  }
}
