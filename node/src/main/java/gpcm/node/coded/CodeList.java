package gpcm.node.coded;

import gpcm.message.coded.CodedKind;
import gpcm.node.config.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The codes that staff may choose from, in a file of the operator's that is read again whenever it
 * has changed: CSV, or the expansion of a FHIR ValueSet as JSON. Thread-safe.
 */
public final class CodeList {
  /** So many are found at one time. */
  public static final int MOST_FOUND = 50;

  private final Optional<Path> file;
  private final AtomicReference<Contents> read = new AtomicReference<>();

  /** A code and the words by which it is found. */
  private record Searchable(ListedCode code, List<String> words) {}

  private record Contents(
      FileStamp stamp, List<Searchable> codes, Map<String, ListedCode> byCode) {}

  /**
   * Reads the file.
   *
   * @param file without it, there is no list
   * @throws IllegalArgumentException when it is no list of codes, naming file and line
   * @throws UncheckedIOException when it cannot be read
   */
  public CodeList(Optional<Path> file) {
    this.file = file;
    file.ifPresent(this::contents);
  }

  /** A file of codes that cannot be used now. */
  public static final class UnavailableException extends RuntimeException {
    UnavailableException(Path file, RuntimeException cause) {
      super(
          "the list of codes %s cannot be used; mend it or put it back: %s"
              .formatted(file.getFileName(), cause.getMessage()),
          cause);
    }
  }

  /** Whether there is a list. */
  public boolean isThere() {
    return file.isPresent();
  }

  /**
   * Codes in whose display each word of a text begins a word, or whose code is the text; those with
   * the shortest display first.
   *
   * @param kind for entries of this kind only
   * @throws UnavailableException when the file cannot be used as it is now
   */
  public List<ListedCode> find(String text, Optional<CodedKind> kind) {
    List<String> wanted = words(text);
    if (file.isEmpty() || wanted.isEmpty()) {
      return List.of();
    }
    return usable(file.get()).codes.stream()
        .filter(each -> kind.map(each.code::isFor).orElse(true))
        .filter(each -> has(each, wanted) || each.code.concept().code().equals(text.strip()))
        .map(Searchable::code)
        .sorted(
            Comparator.comparingInt((ListedCode code) -> code.concept().display().length())
                .thenComparing(code -> code.concept().display())
                .thenComparing(code -> code.concept().code()))
        .limit(MOST_FOUND)
        .toList();
  }

  /**
   * The listed code.
   *
   * @throws UnavailableException when the file cannot be used as it is now
   */
  public Optional<ListedCode> of(String system, String code) {
    return file.map(path -> usable(path).byCode.get(system + "|" + code));
  }

  private static boolean has(Searchable code, List<String> wanted) {
    return wanted.stream()
        .allMatch(word -> code.words.stream().anyMatch(each -> each.startsWith(word)));
  }

  private Contents usable(Path path) {
    try {
      return contents(path);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UnavailableException(path, e);
    }
  }

  private Contents contents(Path path) {
    FileStamp now = stamp(path);
    Contents before = read.get();
    if (before != null && before.stamp.equals(now)) {
      return before;
    }
    List<ListedCode> codes = CodeFile.read(path);
    Map<String, ListedCode> byCode = new HashMap<>();
    codes.forEach(
        each -> byCode.putIfAbsent(each.concept().system() + "|" + each.concept().code(), each));
    Contents contents =
        new Contents(
            now,
            codes.stream()
                .map(each -> new Searchable(each, words(each.concept().display())))
                .toList(),
            Map.copyOf(byCode));
    read.set(contents);
    return contents;
  }

  private static FileStamp stamp(Path path) {
    try {
      return FileStamp.of(path);
    } catch (IOException e) {
      throw new UncheckedIOException("the codes of " + path + " cannot be read", e);
    }
  }

  /** In small letters and without accents. */
  private static List<String> words(String text) {
    return Arrays.stream(
            Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
  }
}
