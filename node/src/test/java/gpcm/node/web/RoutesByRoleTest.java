package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route for every role, signed in just now and a while ago, and for a key of each scope, over
 * real HTTP: what comes of it is what the two tables say, read here by the letter.
 */
class RoutesByRoleTest {
  private static final String ID = "0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57";
  private static final String CODES = "B0790 B8011 B1611";
  private static final Duration A_WHILE = Duration.ofMinutes(16);

  @Running static TestNetwork network;
  private static HttpCaller http;
  private static final Map<String, Map<Role, String>> CELLS = new TreeMap<>();

  @BeforeAll
  static void start() {
    http = new HttpCaller(network.node().url());
    text("/gpcm/node/people/permissions.txt")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\\|", -1))
        .forEach(
            cells -> {
              Map<Role, String> row = new LinkedHashMap<>();
              int cell = 1;
              for (Role role : Role.values()) {
                row.put(role, cells[cell++].strip());
              }
              CELLS.put(cells[0].strip(), row);
            });
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private static String text(String resource) {
    try (var in = RoutesByRoleTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What becomes of a request before its route is asked. */
  enum Outcome {
    LET_THROUGH,
    FORBIDDEN,
    SIGN_IN_AGAIN,
    REASON_NEEDED,
    SECOND_PERSON,
    UNAUTHORIZED
  }

  /** A line of routes.txt that is not open to anybody. */
  record Line(String method, String path, List<String> words) {
    boolean api() {
      return path.startsWith("/api/") || path.equals("/metrics");
    }

    String address() {
      return path.replace("{id}", path.contains("alerts") ? "1" : ID)
          .replace("{n}", "0")
          .replace("{encounter}", "e")
          .replace("{useCase}", "generic")
          .replace("{mailbox}", "none")
          .replace("{site}", "none");
    }
  }

  static List<Line> lines() {
    return text("/gpcm/node/web/routes.txt")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf('|')).strip())
        .filter(line -> !line.endsWith("public"))
        .map(line -> line.split("[ |]+", -1))
        .map(words -> new Line(words[0], words[1], Arrays.asList(words).subList(2, words.length)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aRoleIsLetThroughAsTheTablesSay(Line line) throws Exception {
    for (Role role : Role.values()) {
      for (boolean fresh : new boolean[] {true, false}) {
        for (boolean reason : new boolean[] {true, false}) {
          assertThat(outcome(line, session(fresh, role), reason))
              .as("%s as %s, fresh: %s, with a reason: %s", line, role, fresh, reason)
              .isEqualTo(expected(line, role, fresh, reason));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whoHasNoRoleHasNoPermission(Line line) throws Exception {
    boolean forAll = line.words().getFirst().matches("signed-in|watching|lately");
    assertThat(outcome(line, session(true), true))
        .isEqualTo(forAll ? Outcome.LET_THROUGH : Outcome.FORBIDDEN);
    assertThat(outcome(line, "", true)).isEqualTo(Outcome.UNAUTHORIZED);
  }

  private static Outcome expected(Line line, Role role, boolean fresh, boolean reason) {
    if (line.words().getFirst().matches("signed-in|watching|lately")) {
      return line.words().contains("lately") && !fresh
          ? Outcome.SIGN_IN_AGAIN
          : Outcome.LET_THROUGH;
    }
    if (line.words().getFirst().startsWith("?")) {
      String cell = CELLS.get(line.words().getFirst().substring(1)).get(role);
      Outcome outcome = cell(cell, fresh, reason);
      // Whom a second person is needed for asks for one here, and says why.
      return outcome == Outcome.SECOND_PERSON
          ? (reason ? Outcome.LET_THROUGH : Outcome.REASON_NEEDED)
          : outcome;
    }
    Outcome any =
        best(
            line.words().stream()
                .filter(word -> !word.startsWith("+"))
                .map(word -> cell(CELLS.get(word).get(role), fresh, reason))
                .toList());
    return any != Outcome.LET_THROUGH
        ? any
        : line.words().stream()
            .filter(word -> word.startsWith("+"))
            .map(word -> cell(CELLS.get(word.substring(1)).get(role), fresh, reason))
            .filter(outcome -> outcome != Outcome.LET_THROUGH)
            .findFirst()
            .orElse(Outcome.LET_THROUGH);
  }

  private static Outcome best(List<Outcome> each) {
    return List.of(
            Outcome.LET_THROUGH,
            Outcome.REASON_NEEDED,
            Outcome.SIGN_IN_AGAIN,
            Outcome.SECOND_PERSON,
            Outcome.FORBIDDEN)
        .stream()
        .filter(each::contains)
        .findFirst()
        .orElseThrow();
  }

  private static Outcome cell(String cell, boolean fresh, boolean reason) {
    if (cell.equals("-")
        || (cell.matches(".*B[0-9]{4}.*")
            && Arrays.stream(cell.split(" ", -1)).noneMatch(CODES::contains))) {
      return Outcome.FORBIDDEN;
    }
    if (cell.contains("fresh") && !fresh) {
      return Outcome.SIGN_IN_AGAIN;
    }
    if (cell.contains("second")) {
      return Outcome.SECOND_PERSON;
    }
    return cell.contains("fresh") && !reason ? Outcome.REASON_NEEDED : Outcome.LET_THROUGH;
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void aKeyOpensWhatItsScopeOpensAndNoPage(Permission scope) throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.HUB, scope);
    for (Line line : lines()) {
      HttpRequest.Builder request =
          http.to(line.address())
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .method(line.method(), BodyPublishers.noBody());
      assertThat(outcome(line, http.send(request)))
          .as("%s with the scope %s", line, scope.text())
          .isEqualTo(
              !line.api()
                  ? Outcome.UNAUTHORIZED
                  : line.words().contains(scope.text()) ? Outcome.LET_THROUGH : Outcome.FORBIDDEN);
    }
  }

  private static String session(boolean fresh, Role... roles) {
    Instant now = network.served().clock().instant();
    return Credentials.session(
        network.served(), TestNetwork.HUB, fresh ? now : now.minus(A_WHILE), roles);
  }

  private static Outcome outcome(Line line, String session, boolean reason) throws Exception {
    String body = line.api() ? "" : "csrf=" + FormToken.of(session) + (reason ? "&reason=why" : "");
    HttpRequest.Builder request =
        http.to(line.address())
            .header("Cookie", Cookies.SESSION + "=" + session)
            .header("X-CSRF-Token", FormToken.of(session))
            .header("Content-Type", line.api() ? "application/json" : HttpCaller.FORM)
            .method(
                line.method(),
                line.method().equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body));
    if (reason && (line.api() || line.method().equals("GET"))) {
      request.header("X-Reason", "why");
    }
    return outcome(line, http.send(request));
  }

  private static Outcome outcome(Line line, Answer answer) {
    boolean toSignIn =
        answer.status() == 303
            && answer.header("Location").matches("/sign-in(\\?.*)?")
            && answer.header("Set-Cookie").isEmpty();
    if (answer.status() == 401 || toSignIn) {
      return Outcome.UNAUTHORIZED;
    }
    if (answer.status() != 403) {
      return Outcome.LET_THROUGH;
    }
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.LET_THROUGH) {
        ProblemKind kind = ProblemKind.valueOf(outcome.name());
        if (answer
            .text()
            .contains(
                line.api()
                    ? kind.type()
                    : "<h1 class=\"nhsuk-heading-l\">" + ProblemPages.headline(kind) + "</h1>")) {
          return outcome;
        }
      }
    }
    throw new AssertionError(line + " was refused in another way: " + answer.text());
  }
}
