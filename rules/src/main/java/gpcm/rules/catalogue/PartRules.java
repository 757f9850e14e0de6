package gpcm.rules.catalogue;

import gpcm.message.ResponseCode;
import gpcm.rules.ElementPath;
import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.Strength;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rules about one part of a message, written one a line:
 *
 * <pre>
 * encounter.must("OC-033 GE-033", "status").is("finished");
 * </pre>
 *
 * Ids are shortened: {@code SD-004}, {@code CS-018}, {@code OC-033}; a rule without a use case in
 * its ids holds for all use cases, one with it for those named.
 */
final class PartRules {
  private final Consumer<Rule> book;
  private final MessagePart about;
  private final ResponseCode code;

  private PartRules(Consumer<Rule> book, MessagePart about, ResponseCode code) {
    this.book = book;
    this.about = about;
    this.code = code;
  }

  /** Rules about this part of a message, which go into that list. */
  static PartRules of(List<Rule> rules, MessagePart about, ResponseCode code) {
    return new PartRules(rules::add, about, code);
  }

  /** Rules about each resource of this type. */
  static PartRules each(List<Rule> rules, String resourceType) {
    return of(rules, MessagePart.each(resourceType), ResponseCode.PAYLOAD_INVALID);
  }

  /** The same part, whose faults are named by another code. */
  PartRules withCode(ResponseCode other) {
    return new PartRules(book, about, other);
  }

  RuleLine must(String ids, String path) {
    return line(ids, Strength.MUST, path);
  }

  RuleLine should(String ids, String path) {
    return line(ids, Strength.SHOULD, path);
  }

  private RuleLine line(String ids, Strength strength, String path) {
    return new RuleLine(
        book,
        about,
        code,
        full(ids),
        strength,
        ElementPath.of(path),
        node -> true,
        "",
        List.of(Rule.HOLDS));
  }

  private static List<String> full(String ids) {
    return Arrays.stream(ids.split(" ")).map(PartRules::inFull).toList();
  }

  /** "SD-004" is GPCM-SD-004, "OC-033" is GPCM-SD-OC-033, "C-02" is GPCM-C-02. */
  static String inFull(String id) {
    return id.startsWith("SD-") || id.startsWith("C-") ? "GPCM-" + id : Rule.PREFIX + id;
  }
}
