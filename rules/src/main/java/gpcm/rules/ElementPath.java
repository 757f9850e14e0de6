package gpcm.rules;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.dstu3.model.Extension;

/**
 * The way from a resource to the element a rule speaks of, in the words of the requirement.
 *
 * <p>{@code period/start} is one element: it must be there in every resource. In {@code
 * item.linkId} the dot means "in each": every {@code item} that is there must have a {@code
 * linkId}, and without an {@code item} there is nothing to ask for. {@code item*} is each item at
 * any depth. {@code extension(Name)} is an extension by its whole URL, which {@link ExtensionUrls}
 * knows; inside another extension the name is the URL.
 */
public final class ElementPath {
  private static final String EXTENSION = "extension(";

  private final List<Step> owners;
  private final List<Step> element;
  private final String text;
  private final String words;

  /** One element further: a child by its name, or an extension by its URL. */
  private record Step(Kind kind, String name) {
    private enum Kind {
      CHILD,
      EXTENSION,
      AT_ANY_DEPTH
    }
  }

  private ElementPath(List<Step> owners, List<Step> element, String text, String words) {
    this.owners = owners;
    this.element = element;
    this.text = text;
    this.words = words;
  }

  public static ElementPath of(String text) {
    if (text.isEmpty()) {
      return new ElementPath(List.of(), List.of(), "", "");
    }
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    for (String step : text.split("[./]", -1)) {
      steps.add(step(step, inside));
      inside = step.startsWith(EXTENSION);
    }
    int dot = text.lastIndexOf('.');
    int owners = dot < 0 ? 0 : text.substring(0, dot).split("[./]", -1).length;
    return new ElementPath(
        List.copyOf(steps.subList(0, owners)),
        List.copyOf(steps.subList(owners, steps.size())),
        text.substring(dot + 1).replace('/', '.'),
        text.replace('/', '.'));
  }

  private static Step step(String step, boolean inside) {
    if (step.startsWith(EXTENSION)) {
      String name = step.substring(EXTENSION.length(), step.length() - 1);
      return new Step(Step.Kind.EXTENSION, inside ? name : ExtensionUrls.of(name));
    }
    return step.endsWith("*")
        ? new Step(Step.Kind.AT_ANY_DEPTH, step.substring(0, step.length() - 1))
        : new Step(Step.Kind.CHILD, step);
  }

  /** The elements that must each have this path's last element. */
  public List<Element> owners(Element resource) {
    return walk(List.of(resource), owners);
  }

  /** The values inside one owner; the owner itself for an empty path. */
  public List<Element> values(Element owner) {
    return walk(List.of(owner), element);
  }

  /** Where the element would be, for a finding about its absence. */
  public String pathIn(Element owner) {
    return owner.pathOf(text);
  }

  /** The path as a reader writes it, without the resource type. */
  public String words() {
    return words;
  }

  /** The extensions of this element with exactly this URL. */
  public static List<Element> extensions(Element node, String url) {
    List<Element> found = List.of();
    for (Element extension : node.children("extension")) {
      if (extension.value() instanceof Extension e && url.equals(e.getUrl())) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(extension);
      }
    }
    return found;
  }

  private static List<Element> walk(List<Element> from, List<Step> steps) {
    List<Element> nodes = from;
    for (Step step : steps) {
      if (nodes.isEmpty()) {
        return nodes;
      }
      nodes = nodes.size() == 1 ? take(nodes.getFirst(), step) : all(nodes, step);
    }
    return nodes;
  }

  private static List<Element> all(List<Element> nodes, Step step) {
    List<Element> next = new ArrayList<>();
    for (Element node : nodes) {
      next.addAll(take(node, step));
    }
    return next;
  }

  private static List<Element> take(Element node, Step step) {
    return switch (step.kind()) {
      case CHILD -> node.children(step.name());
      case EXTENSION -> extensions(node, step.name());
      case AT_ANY_DEPTH -> {
        List<Element> found = new ArrayList<>();
        descend(node, step.name(), found);
        yield found;
      }
    };
  }

  /** Items nest in items and in answers; the reader bounds the depth. */
  private static void descend(Element node, String name, List<Element> found) {
    for (Element child : node.children(name)) {
      found.add(child);
      descend(child, name, found);
      for (Element answer : child.children("answer")) {
        descend(answer, name, found);
      }
    }
  }
}
