package gpcm.rules;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.exceptions.FHIRException;

/**
 * One element of a message together with the way to it. Its path is only spelt out when a finding
 * needs it.
 */
final class Node {
  private static final int SINGLE = -1;

  private final Node parent;
  private final String step;
  private final int index;
  private final Base value;

  private Node(Node parent, String step, int index, Base value) {
    this.parent = parent;
    this.step = step;
    this.index = index;
    this.value = value;
  }

  static Node root(Base value) {
    return new Node(null, value.fhirType(), SINGLE, value);
  }

  Base value() {
    return value;
  }

  String type() {
    return value.fhirType();
  }

  /** The present children of this name; {@code value[x]} elements go by their bare name. */
  List<Node> children(String name) {
    Base[] values = property(value, name);
    if (values.length == 0) {
      return List.of();
    }
    if (values.length == 1) {
      return present(values[0]) ? List.of(new Node(this, name, SINGLE, values[0])) : List.of();
    }
    List<Node> nodes = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      if (present(values[i])) {
        nodes.add(new Node(this, name, i, values[i]));
      }
    }
    return nodes;
  }

  /** The resource of this bundle entry, as a node whose path says its type. */
  Node entry(int at, Resource resource) {
    return new Node(new Node(this, "entry", at, resource), "resource", SINGLE, resource);
  }

  /**
   * The path of this element, such as {@code
   * Bundle.entry[2].resource.ofType(Bundle).entry[0].resource.ofType(Composition).title}.
   */
  String path() {
    StringBuilder path = new StringBuilder();
    append(path);
    return path.toString();
  }

  /** The path of a child that may not be there. */
  String pathOf(String child) {
    return child.isEmpty() ? path() : path() + "." + child;
  }

  private void append(StringBuilder path) {
    if (parent == null) {
      path.append(step);
      return;
    }
    parent.append(path);
    path.append('.').append(step);
    if (index != SINGLE) {
      path.append('[').append(index).append(']');
    }
    if (value instanceof Resource && step.equals("resource")) {
      path.append(".ofType(").append(value.fhirType()).append(')');
    }
  }

  private static boolean present(Base value) {
    return value != null && !value.isEmpty();
  }

  private static Base[] property(Base value, String name) {
    try {
      Base[] values = value.getProperty(name.hashCode(), name, false);
      return values == null ? new Base[0] : values;
    } catch (FHIRException e) {
      return new Base[0]; // the element has no such child: nothing is there
    }
  }
}
