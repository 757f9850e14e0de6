package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the fields that are given back has every one that people type into. */
class TypedFieldsTest {
  private static final Path TEMPLATES =
      Path.of(System.getProperty("project.root"), "node/src/main/jte");

  private static final Pattern FIELD =
      Pattern.compile("@template\\.component\\.(textarea|input|reason|dateInput)\\((.*)\\)");

  private static final Pattern FORM =
      Pattern.compile("@template\\.component\\.form\\(|<form [^>]*>");

  private static final Pattern NAME = Pattern.compile("(?:^|, )name = ([^,]+)");
  private static final Pattern ID = Pattern.compile("(?:^|, )id = ([^,]+)");

  /** Where secrets are typed, or who somebody is is found out. */
  private static final Set<String> SECRET =
      Set.of("signIn.jte", "passkey.jte", "passkeys.jte", "password.jte", "link.jte");

  /** Names that a template puts together, and what comes of it. */
  private static final Map<String, List<String>> MADE =
      Map.of(
          "each.text()",
          Stream.of(Deadline.values()).map(Deadline::text).toList(),
          "id",
          List.of("due", "due-1", "due-5"),
          "\"opens-\" + number",
          List.of("opens-1"),
          "\"closes-\" + number",
          List.of("closes-7"),
          "\"instruction-\" + n",
          List.of("instruction-5"));

  private static final List<String> PLACES =
      List.of(
          "/alerts/1/comment",
          "/worklist/1/work/task",
          "/settings/absence",
          "/settings/deadlines",
          "/settings/relevance",
          "/settings/reviews",
          "/people",
          "/audit");

  private final TypedFields fields = TypedFields.shipped();

  private static List<String> typed(Path template) throws IOException {
    List<String> names = new ArrayList<>();
    boolean sent = true;
    for (String line : Files.readAllLines(template)) {
      Matcher form = FORM.matcher(line);
      if (form.find()) {
        sent = !form.group().contains("method=\"get\"");
      }
      Matcher field = FIELD.matcher(line);
      if (field.find() && sent) {
        Matcher name = NAME.matcher(field.group(2));
        Matcher id = ID.matcher(field.group(2));
        String said =
            name.find()
                ? name.group(1)
                : field.group(1).equals("reason") || !id.find() ? "\"reason\"" : id.group(1);
        names.addAll(MADE.getOrDefault(said, List.of(said.replace("\"", ""))));
      }
    }
    return names;
  }

  @Test
  void everyFieldThatPeopleTypeIntoIsGivenBack() throws IOException {
    List<String> missing = new ArrayList<>();
    int looked = 0;
    try (Stream<Path> templates = Files.list(TEMPLATES)) {
      for (Path template : templates.filter(Files::isRegularFile).sorted().toList()) {
        String file = template.getFileName().toString();
        for (String name : SECRET.contains(file) ? List.<String>of() : typed(template)) {
          looked++;
          if (PLACES.stream().allMatch(place -> fields.label(name, place).isEmpty())) {
            missing.add(file + ": " + name);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(looked).isGreaterThan(80);
  }

  @Test
  void noFieldIsGivenBackWhereSecretsAreTyped() {
    for (String place :
        List.of(
            "/sign-in", "/sign-in/link", "/password", "/passkeys", "/sessions/end", "/session")) {
      assertThat(fields.label("name", place)).isEmpty();
      assertThat(fields.label("text", place)).isEmpty();
    }
    assertThat(fields.label("name", "/people")).contains("Name");
  }

  @Test
  void aFieldIsCalledAsItIsAtItsAddress() {
    assertThat(fields.label("why", "/worklist/1/work/wait")).contains("Why");
    assertThat(fields.label("why", "/settings/teams")).as("names a field there").isEmpty();
    assertThat(fields.label("to", "/absence")).contains("Last day");
    assertThat(fields.label("to", "/keys")).isEmpty();
    assertThat(fields.label("opens-1", "/settings/opening-hours")).contains("Opens, on day 1");
  }

  @Test
  void idsTokensAndPasswordsAreNotInIt() {
    for (String name :
        List.of("csrf", "version", "once", "id", "key", "password", "old", "again", "document")) {
      assertThat(fields.label(name, "/worklist/1/work/note")).as(name).isEmpty();
    }
  }
}
