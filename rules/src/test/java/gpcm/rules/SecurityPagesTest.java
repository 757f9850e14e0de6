package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The build fails when the tables of security miss a requirement, or name a proof that is none. */
class SecurityPagesTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| (V[\\d.]+) \\| ([^|]+) \\| (\\w+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)(?:#(\\w+))?`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+\\.md)(?:#([^)]+))?\\)");

  private static String page(String name) throws IOException {
    return Files.readString(Proofs.ROOT.resolve("docs").resolve(name));
  }

  private record Row(String number, String kind, String how) {}

  private static List<Row> rows() throws IOException {
    return ROW.matcher(page("asvs.md"))
        .results()
        .map(row -> new Row(row.group(1), row.group(3), row.group(4)))
        .toList();
  }

  private static List<String> numbers() throws IOException {
    try (var in = SecurityPagesTest.class.getResourceAsStream("asvs-5.0.0-level-2.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", -1))
          .flatMap(line -> Stream.of(line).skip(1).map(number -> line[0] + "." + number))
          .toList();
    }
  }

  /** A section or chapter that asks nothing of the program has one line for all of it. */
  @Test
  void everyRequirementOfBothLevelsHasOneLine() throws IOException {
    List<String> numbers = numbers();
    assertThat(numbers).hasSize(253).doesNotHaveDuplicates();
    List<String> told = new ArrayList<>();
    for (Row row : rows()) {
      List<String> covered =
          numbers.stream()
              .filter(
                  number ->
                      number.equals(row.number())
                          || (row.kind().equals("reason") && number.startsWith(row.number() + ".")))
              .toList();
      assertThat(covered).as(row.number()).isNotEmpty();
      told.addAll(covered);
    }
    assertThat(told).isEqualTo(numbers);
  }

  @Test
  void everyLineSaysHowOrThatItIsOpen() throws IOException {
    for (Row row : rows()) {
      assertThat(row.kind()).as(row.number()).isIn("tests", "page", "reason", "open");
      if (row.kind().equals("tests")) {
        assertThat(row.how()).as(row.number()).containsPattern(TEST);
      }
      if (row.kind().equals("page")) {
        assertThat(row.how()).as(row.number()).containsPattern(LINK);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"asvs.md", "baseline-scan.md", "security.md"})
  void everyTestThatIsNamedExists(String page) throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    for (MatchResult named : TEST.matcher(page(page)).results().toList()) {
      String source = sources.getOrDefault(named.group(1), "");
      boolean there =
          named.group(2) == null
              ? !source.isEmpty()
              : Pattern.compile("void " + named.group(2) + "\\(").matcher(source).find();
      if (!there) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"asvs.md", "baseline-scan.md", "security.md"})
  void everyPageThatIsNamedExistsWithItsPlace(String page) throws IOException {
    Matcher link = LINK.matcher(page(page));
    while (link.find()) {
      Path to = Proofs.ROOT.resolve("docs").resolve(link.group(1)).normalize();
      assertThat(to).isRegularFile();
      if (link.group(2) != null) {
        assertThat(headings(to)).as(link.group()).contains(link.group(2));
      }
    }
  }

  private static List<String> headings(Path page) throws IOException {
    return Files.readString(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void eachRuleOfTheScanHasOneLineWithItsTestOrItsReason() throws IOException {
    List<String> ids =
        Pattern.compile("^\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\|$", Pattern.MULTILINE)
            .matcher(page("baseline-scan.md"))
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(ids).hasSizeGreaterThan(50).doesNotHaveDuplicates();
  }

  /** All tests of one name together: some rooms have one of the same name. */
  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> rooms = Files.list(Proofs.ROOT)) {
      List<Path> files = new ArrayList<>();
      for (Path room : rooms.map(each -> each.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(room)) {
          try (Stream<Path> tests = Files.walk(room)) {
            tests.filter(file -> file.toString().endsWith("Test.java")).forEach(files::add);
          }
        }
      }
      return files.stream()
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  SecurityPagesTest::text,
                  String::concat));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
