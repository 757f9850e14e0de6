package gpcm.node.web;

import java.util.Map;

/**
 * What the organisations of this node are called. Immutable.
 *
 * @param byCode their names by their ODS codes
 */
public record OrganisationNames(Map<String, String> byCode) {
  /** Copies the names. */
  public OrganisationNames {
    byCode = Map.copyOf(byCode);
  }

  /** Its name; its code, where it is none of the node's. */
  public String of(String code) {
    return byCode.getOrDefault(code, code);
  }

  /** Its name, then its code; the code alone, where it is none of the node's. */
  public String inFull(String code) {
    String name = of(code);
    return name.equals(code) ? name : name + " (" + code + ")";
  }
}
