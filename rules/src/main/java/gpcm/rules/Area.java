package gpcm.rules;

import gpcm.message.ResponseCode;
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
final class Area {
  private final Consumer<Rule> book;
  private final Part about;
  private final ResponseCode code;

  Area(Consumer<Rule> book, Part about, ResponseCode code) {
    this.book = book;
    this.about = about;
    this.code = code;
  }

  /** The same area, whose faults are named by another code. */
  Area withCode(ResponseCode other) {
    return new Area(book, about, other);
  }

  RuleLine must(String ids, String path) {
    return line(ids, Strength.MUST, path);
  }

  RuleLine should(String ids, String path) {
    return line(ids, Strength.SHOULD, path);
  }

  private RuleLine line(String ids, Strength strength, String path) {
    return new RuleLine(
        book, about, code, full(ids), strength, ElementPath.of(path), node -> true, "");
  }

  private static List<String> full(String ids) {
    return Arrays.stream(ids.split(" ")).map(Area::inFull).toList();
  }

  /** "SD-004" is GPCM-SD-004, "OC-033" is GPCM-SD-OC-033, "C-02" is GPCM-C-02. */
  static String inFull(String id) {
    return id.startsWith("SD-") || id.startsWith("C-") ? "GPCM-" + id : Rule.PREFIX + id;
  }
}
