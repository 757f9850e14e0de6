package gpcm.node.sending;

import gpcm.consultation.Circumstances;
import java.util.Locale;
import java.util.Optional;

/**
 * What an organisation says of encounters of one kind, or with one code: whether they are
 * clinically relevant (GPCM-SD-CS-073).
 *
 * @param kind the kind in the submitting system's words, upper and lower case alike; or empty
 * @param code the SNOMED CT concept; or empty
 */
public record RelevanceRule(Optional<String> kind, Optional<String> code, boolean relevant) {

  boolean fits(Circumstances circumstances) {
    return kind.isPresent()
        ? circumstances.kind().map(RelevanceRule::folded).equals(kind.map(RelevanceRule::folded))
        : circumstances.code().map(each -> each.value()).equals(code);
  }

  private static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code kind 'Administration note'}. */
  public String words() {
    return kind.map("kind '%s'"::formatted).orElseGet(() -> "code " + code.orElse(""));
  }
}
