package gpcm.node.coded;

import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedKind;
import java.util.Optional;
import java.util.UUID;

/**
 * A coded entry of a received document.
 *
 * @param entry the worklist entry of the document
 * @param ordinal its place among the document's coded entries, from 1
 * @param content what it says
 * @param state how it stands with it
 * @param decision what a person decided
 */
public record CodedItem(
    UUID entry,
    int ordinal,
    CodedContent content,
    CodedState state,
    Optional<CodedDecision> decision) {

  /** What it tells of. */
  public CodedKind kind() {
    return content.kind();
  }

  /** The code that counts: the one a person put in the place of the sender's, or the sender's. */
  public CodedConcept concept() {
    return decision.flatMap(CodedDecision::instead).orElse(content.concept());
  }

  CodedItem in(CodedState other) {
    return new CodedItem(entry, ordinal, content, other, decision);
  }

  /** Without what it says. */
  @Override
  public String toString() {
    return "CodedItem[" + entry + " " + ordinal + ", " + state.text() + "]";
  }
}
