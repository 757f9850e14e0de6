package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the passive rules of ZAP's baseline scan look for, in all that a node answers. */
class BaselineScanTest {
  private static final String NO_TOKEN = "(?i)(token|session|password|secret|key|nhs|patient|csrf)";

  @Running static TestNetwork network;
  @TempDir static Path folder;
  private static BaselineScan scan;
  private static List<ScannedAnswer> answers;

  @BeforeAll
  static void walk() throws IOException {
    scan = new BaselineScan(network, folder);
    answers = scan.run();
  }

  @AfterAll
  static void stop() {
    scan.close();
  }

  private static void each(Predicate<ScannedAnswer> which, Consumer<ScannedAnswer> rule) {
    List<ScannedAnswer> those = answers.stream().filter(which).toList();
    assertThat(those).isNotEmpty();
    List<String> faults = new ArrayList<>();
    for (ScannedAnswer answer : those) {
      try {
        rule.accept(answer);
      } catch (AssertionError e) {
        faults.add(answer.asked() + " -> " + answer.status() + ": " + e.getMessage());
      }
    }
    assertThat(faults).isEmpty();
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }

  private static List<String> groups(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  /** Where a page leads, sends and fetches from. */
  private static List<String> addresses(ScannedAnswer page) {
    return groups("\\s(?:href|src|action|formaction)=\"([^\"]*)\"", page.body()).stream()
        .map(address -> address.replace("&amp;", "&"))
        .toList();
  }

  /** What asks for more than its address, and handing over, which is off here. */
  private static final String NOT_BY_ITSELF =
      "/sign-in/(callback|jwks)|/api/v1/(codes|handover|providers)";

  @Test
  void theWalkSawEveryKindOfAnswer() {
    for (boolean encrypted : new boolean[] {true, false}) {
      Set<Integer> seen =
          answers.stream()
              .filter(answer -> answer.encrypted() == encrypted)
              .map(ScannedAnswer::status)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(seen).contains(200, 303, 400, 401, 403, 404, 405, 413, 415, 500);
    }
    assertThat(answers.stream().map(answer -> answer.header("Content-Type").split(";", 2)[0]))
        .contains(
            "text/html",
            "text/css",
            "text/javascript",
            "image/svg+xml",
            "application/json",
            "application/problem+json",
            "application/pdf");
    assertThat(answers).anyMatch(answer -> answer.isFrame() && answer.status() == 200);
    assertThat(
            BaselineScan.routes().stream()
                .filter(path -> !path.contains("{") && !path.matches(NOT_BY_ITSELF)))
        .allMatch(
            path -> answers.stream().anyMatch(a -> a.path().equals(path) && a.status() < 400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/", "__Host-"})
  void everyCookieHas(String attribute) {
    each(
        answer -> !answer.headers("Set-Cookie").isEmpty(),
        answer ->
            assertThat(answer.headers("Set-Cookie"))
                .allMatch(cookie -> cookie.contains(attribute) && !cookie.contains("Domain=")));
  }

  @Test
  void nothingIsKeptInCaches() {
    each(
        answer -> true,
        answer -> {
          assertThat(answer.header("Cache-Control"))
              .contains(
                  answer.path().startsWith("/assets/") && answer.status() == 200
                      ? "max-age"
                      : "no-store");
          assertThat(answer.headers("Age")).isEmpty();
        });
  }

  @Test
  void everyBodySaysWhatItIsAndInWhichCharacters() {
    each(
        answer -> !answer.body().isEmpty(),
        answer -> {
          assertThat(answer.header("Content-Type")).isNotEmpty();
          // A file of somebody else claims what its sender said, or nothing.
          boolean ofOthers = answer.path().contains("/files/") && !answer.isFrame();
          if (answer.header("Content-Type").startsWith("text/")
              && !(ofOthers && !answer.isPage())) {
            assertThat(answer.header("Content-Type")).containsIgnoringCase("charset=utf-8");
          }
          assertThat(answer.headers("Content-Type")).hasSize(1);
        });
    each(
        ScannedAnswer::isPage,
        page -> assertThat(page.body()).containsIgnoringCase("<meta charset=\"utf-8\">"));
  }

  @Test
  void nobodyElseMayFrameIt() {
    each(
        answer -> true,
        answer -> {
          String own = answer.isFrame() ? "'self'" : "'none'";
          assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors " + own);
          assertThat(answer.header("X-Frame-Options"))
              .isEqualTo(answer.isFrame() ? "SAMEORIGIN" : "DENY");
        });
  }

  @Test
  void nothingIsTakenForAnotherType() {
    each(
        answer -> true,
        answer -> assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff"));
  }

  @Test
  void thePolicyAllowsNothingInlineAndNobodyElse() {
    each(
        answer -> true,
        answer -> {
          assertThat(answer.headers("Content-Security-Policy")).hasSize(1);
          String policy = answer.header("Content-Security-Policy");
          assertThat(policy)
              .contains("default-src 'none'", "base-uri 'none'", "form-action ")
              .doesNotContain("unsafe", "*", "http:", "https:", "blob:");
          assertThat(found("data:", policy)).hasSize(answer.isFrame() ? 1 : 0);
          boolean ownScript =
              answer
                  .path()
                  .matches("((/sign-in)?/passkeys?|/worklist(/find|/[0-9a-f-]{36})?)(\\?.*)?");
          assertThat(policy.contains("script-src")).isEqualTo(ownScript && answer.status() == 200);
          assertThat(policy.replace("script-src 'self'", "")).doesNotContain("script");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cross-Origin-Opener-Policy        | same-origin
          Cross-Origin-Embedder-Policy      | require-corp
          X-Permitted-Cross-Domain-Policies | none
          Referrer-Policy                   | same-origin
          Permissions-Policy                | camera=()
          """)
  void otherSitesAreKeptApart(String header, String value) {
    each(answer -> true, answer -> assertThat(answer.header(header)).contains(value));
  }

  @Test
  void otherSitesMayFetchNothingButTheStyleOfFrames() {
    each(
        answer -> true,
        answer -> {
          assertThat(answer.header("Cross-Origin-Resource-Policy"))
              .isEqualTo(
                  answer.path().equals("/viewing.css") && answer.status() == 200
                      ? "cross-origin"
                      : "same-origin");
          assertThat(answer.fields()).noneMatch(line -> line.matches("(?i)access-control-.*"));
        });
  }

  @Test
  void overTlsBrowsersAreToldToStayWithIt() {
    each(
        answer -> answer.encrypted() && answer.status() < 400,
        answer ->
            assertThat(answer.header("Strict-Transport-Security")).contains("max-age=31536000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Server",
        "X-Powered-By",
        "Via",
        "X-AspNet-Version",
        "X-Debug-Token",
        "X-Debug-Token-Link",
        "X-ChromeLogger-Data",
        "X-ChromePhp-Data",
        "X-Backend-Server",
        "SourceMap",
        "X-Cache"
      })
  void noHeaderTellsWhatIsBehindIt(String name) {
    each(answer -> true, answer -> assertThat(answer.headers(name)).isEmpty());
  }

  @Test
  void noErrorTellsWhatTheProgramIsMadeOf() {
    each(
        answer -> answer.status() >= 400,
        answer ->
            assertThat(
                    found(
                        "(?i)exception|stack ?trace|\\bat [a-z.]+\\.[A-Z]\\w+[.(]|\\bjavax?\\."
                            + "|\\b(gpcm\\.node|org|com|io)\\.[a-z]+\\.|jetty|javalin|jdbi|psql|sqlstate|\\bselect"
                            + " .* from\\b|nullpointer",
                        answer.body()))
                .isEmpty());
  }

  @Test
  void noAddressAndNoPlaceInsideIsTold() {
    // But to who runs the node, and asks what it was told: its folders are part of that.
    each(
        answer ->
            answer.isText()
                && !answer.path().matches("(/api/v1)?/system/configuration(/file)?(\\?.*)?"),
        answer -> {
          assertThat(
                  found(
                      "\\b(10(\\.\\d{1,3}){3}|(192\\.168|172\\.(1[6-9]|2\\d|3[01]))(\\.\\d{1,3}){2})\\b"
                          + "|ip-\\d+-\\d+-\\d+-\\d+|\\.internal\\b",
                      answer.body()))
              .isEmpty();
          assertThat(answer.body())
              .doesNotContain(
                  folder.toString(), System.getProperty("user.home") + "/", "/tmp/", "/proc/");
        });
  }

  @Test
  void noSecondsOfTheSystemsClockAndNoHashOfAPasswordIsTold() {
    each(
        ScannedAnswer::isText,
        answer ->
            assertThat(
                    found(
                        "(?<![\\w.-])1[6-9]\\d{8}(\\d{3})?(?![\\w-])|\\$argon2|\\$2[aby]\\$|\\{SHA",
                        answer.body()))
                .isEmpty());
  }

  @Test
  void noNumberOfABankCardIsTold() {
    each(
        ScannedAnswer::isText,
        answer ->
            assertThat(found("(?<![\\w.-])\\d{13,19}(?![\\w-])", answer.body()))
                .noneMatch(BaselineScanTest::fitsLuhn));
  }

  private static boolean fitsLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10) << (i % 2);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
  }

  @Test
  void pagesFetchFromNobodyElseAndRunNothingInline() {
    each(
        ScannedAnswer::isPage,
        page -> {
          assertThat(addresses(page))
              .allMatch(
                  to ->
                      to.matches("(/(?!/).*)|[?#].*")
                          || (page.isFrame() && to.startsWith("data:image/png;base64,")));
          assertThat(groups("<script([^>]*>[^<]*)</script>", page.body()))
              .allMatch(
                  script ->
                      script.matches(
                          " src=\"(/passkeys|/assets/(htmx|keys)-[0-9a-f]{16})\\.js\" defer>"));
          assertThat(
                  found(
                      "<[^>]* (on[a-z]+|style)=|<(style|object|embed|applet|base)\\b", page.body()))
              .isEmpty();
          assertThat(page.body()).doesNotContain("<!--", "javascript:", "target=");
        });
  }

  @Test
  void theScriptDoesNothingDangerousAndKeepsNothing() {
    each(
        answer -> answer.path().equals("/passkeys.js") && answer.status() == 200,
        script ->
            assertThat(script.body())
                .doesNotContainIgnoringCase(
                    "eval(",
                    "innerHTML",
                    "outerHTML",
                    "document.write",
                    "setTimeout",
                    "localStorage",
                    "sessionStorage",
                    "postMessage",
                    "http:",
                    "https:",
                    "todo",
                    "fixme",
                    "password",
                    "sourceMappingURL"));
  }

  @Test
  void everyFormThatChangesSomethingCarriesAToken() {
    Set<String> forms = new TreeSet<>();
    each(
        answer -> answer.isPage() && answer.body().contains("<form"),
        page -> {
          for (String form : groups("(<form.*?</form>)", page.body())) {
            forms.add(groups("<form[^>]*action=\"([^\"]*)\"", form).toString());
            if (form.contains("method=\"post\"")) {
              assertThat(form)
                  .containsPattern("<input type=\"hidden\" name=\"csrf\" value=\"[\\w-]{20,}\"");
            } else {
              assertThat(form).contains("method=\"get\"").doesNotContain("csrf", "password");
            }
          }
        });
    assertThat(forms.size()).isGreaterThan(5);
  }

  @Test
  void everyPageOfSomebodySignedInLeadsOut() {
    each(
        answer ->
            answer.asked().startsWith("person: ")
                && answer.isPage()
                && answer.status() == 200
                && !answer.isFrame()
                && !answer.path().startsWith("/sign-in"),
        page -> assertThat(page.body()).contains("action=\"/sign-out\"", "Sign out"));
  }

  @Test
  void browsersAreToldWhichPasswordIsAskedFor() {
    each(
        answer -> answer.isPage() && answer.body().contains("type=\"password\""),
        page ->
            assertThat(found("<input[^>]*type=\"password\"[^>]*>", page.body()))
                .allMatch(field -> field.matches(".*autocomplete=\"(current|new)-password\".*")));
  }

  @Test
  void noAddressHoldsASecretOrAPatientButTicketsOfFrames() {
    each(
        answer -> answer.isPage() || !answer.header("Location").isEmpty(),
        answer -> {
          List<String> all = new ArrayList<>(answer.headers("Location"));
          all.addAll(addresses(answer));
          for (String to : all) {
            // Ten digits in a row may also stand within the random id of a document.
            assertThat(found("(?<![0-9a-f-])\\d{10}(?![0-9a-f-])|jsessionid", to)).isEmpty();
            for (String name : groups("[?&]([^=&]+)=", to)) {
              assertThat(name).as(to).doesNotMatch(".*" + NO_TOKEN + ".*");
              assertThat(name).as(to).isNotEqualTo("reason");
              if (name.equals("ticket")) {
                assertThat(to).startsWith("/viewing/");
              }
            }
          }
        });
  }

  @Test
  void everyReasonIsPosted() {
    each(
        answer -> answer.isPage() && answer.body().contains("name=\"reason\""),
        page ->
            assertThat(groups("(<form.*?</form>)", page.body()))
                .filteredOn(form -> form.contains("name=\"reason\""))
                .allMatch(form -> form.matches("(?s)<form [^>]*method=\"post\".*")));
    assertThat(answers)
        .anyMatch(
            answer ->
                answer.path().endsWith("/download")
                    && answer.status() == 200
                    && answer.header("Content-Disposition").startsWith("attachment;"));
  }

  @Test
  void nobodyIsLedToAnotherSite() {
    each(
        answer -> answer.status() / 100 == 3,
        answer -> {
          assertThat(answer.header("Location")).matches("/(?!/).*");
          assertThat(answer.body()).hasSizeLessThan(300);
        });
    each(
        answer -> answer.path().contains("attacker.example"),
        answer -> assertThat(answer.body()).doesNotContain("attacker.example"));
  }

  @Test
  void nobodyIsAskedForAPasswordByTheBrowserItself() {
    each(
        answer -> answer.status() == 401,
        answer ->
            assertThat(answer.header("WWW-Authenticate"))
                .doesNotContainIgnoringCase("basic")
                .doesNotContainIgnoringCase("digest"));
  }

  @Test
  void noSourceAndNoFolderIsTold() {
    each(
        ScannedAnswer::isText,
        answer ->
            assertThat(withoutTemplatesOfScripts(answer))
                .doesNotContain(
                    "<%",
                    "<?php",
                    "package gpcm",
                    "import java",
                    "${",
                    "@param",
                    "Index of /",
                    "Directory listing",
                    "__VIEWSTATE",
                    "<wsdl:"));
  }

  @Test
  void noObjectOfTheProgramAndNothingOfACameraIsTold() {
    each(
        answer -> true,
        answer ->
            assertThat(answer.body()).doesNotContain("rO0AB", "\u00ac\u00ed\u0000\u0005", "Exif"));
  }

  // The script of a library writes its own texts so; pages have none from the server's templates.
  private static String withoutTemplatesOfScripts(ScannedAnswer answer) {
    return answer.path().startsWith("/assets/htmx-")
        ? answer.body().replace("${", "")
        : answer.body();
  }
}
