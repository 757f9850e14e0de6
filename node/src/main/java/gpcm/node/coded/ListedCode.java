package gpcm.node.coded;

import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedKind;
import java.util.Set;

/**
 * A code that staff may choose.
 *
 * @param concept the code
 * @param kinds for which kinds of entries; empty for all
 */
public record ListedCode(CodedConcept concept, Set<CodedKind> kinds) {
  /** Copies the set. */
  public ListedCode {
    kinds = Set.copyOf(kinds);
  }

  boolean isFor(CodedKind kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }
}
