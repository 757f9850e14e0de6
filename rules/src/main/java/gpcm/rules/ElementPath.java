package gpcm.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.dstu3.model.Extension;

/**
 * The way from a resource to the element a rule speaks of, in the words of the requirement.
 *
 * <p>{@code period/start} is one element: it must be there in every resource. In {@code
 * item.linkId} the dot means "in each": every {@code item} that is there must have a {@code
 * linkId}, and without an {@code item} there is nothing to ask for. {@code item*} is each item at
 * any depth. {@code extension(Name)} is an extension by the name inside its URL, with or without
 * the CareConnect or GPC prefix and version, which the published profiles spell differently.
 */
public final class ElementPath {
  private final List<String> owners;
  private final List<String> element;
  private final String text;

  private ElementPath(List<String> owners, List<String> element) {
    this.owners = owners;
    this.element = element;
    this.text = String.join(".", element);
  }

  public static ElementPath of(String text) {
    int dot = text.lastIndexOf('.');
    return new ElementPath(
        dot < 0 ? List.of() : List.of(text.substring(0, dot).split("[./]")),
        text.isEmpty() ? List.of() : List.of(text.substring(dot + 1).split("/")));
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
    String path = String.join(".", owners);
    return path.isEmpty() ? text : path + "." + text;
  }

  private static List<Element> walk(List<Element> from, List<String> steps) {
    List<Element> nodes = from;
    for (String step : steps) {
      if (nodes.isEmpty()) {
        return nodes;
      }
      nodes = nodes.size() == 1 ? step(nodes.getFirst(), step) : all(nodes, step);
    }
    return nodes;
  }

  private static List<Element> all(List<Element> nodes, String step) {
    List<Element> next = new ArrayList<>();
    for (Element node : nodes) {
      next.addAll(step(node, step));
    }
    return next;
  }

  private static List<Element> step(Element node, String step) {
    if (step.startsWith("extension(")) {
      return extensions(node, step.substring("extension(".length(), step.length() - 1));
    }
    if (step.endsWith("*")) {
      List<Element> found = new ArrayList<>();
      descend(node, step.substring(0, step.length() - 1), found);
      return found;
    }
    return node.children(step);
  }

  public static List<Element> extensions(Element node, String name) {
    List<Element> found = List.of();
    for (Element extension : node.children("extension")) {
      if (extension.value() instanceof Extension e
          && name.equalsIgnoreCase(extensionName(e.getUrl()))) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(extension);
      }
    }
    return found;
  }

  /**
   * "Recorder" from
   * https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-Recorder-1.
   */
  private static String extensionName(String url) {
    if (url == null) {
      return "";
    }
    String name = url.substring(url.lastIndexOf('/') + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    for (String prefix : List.of("extension-", "careconnect-", "gpc-", "gpconnect-", "itk-")) {
      if (lower.startsWith(prefix)) {
        name = name.substring(prefix.length());
        lower = lower.substring(prefix.length());
      }
    }
    int dash = name.lastIndexOf('-');
    return dash > 0 && name.substring(dash + 1).chars().allMatch(Character::isDigit)
        ? name.substring(0, dash)
        : name;
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
