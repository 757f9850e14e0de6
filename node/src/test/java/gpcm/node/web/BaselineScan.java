package gpcm.node.web;

import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.mesh.certs.TestAuthority;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.WebTlsSettings;
import gpcm.node.web.HttpCaller.Credentials;
import gpcm.node.web.ScannedAnswer.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Asks a node, over loopback and over TLS, for everything that routes.txt has a GET for, as nobody,
 * as somebody with every role and none, and as a machine; follows the links of its pages; and
 * provokes each refusal there is.
 */
final class BaselineScan implements AutoCloseable {
  static final String NAME = "gpcm.practice.example";
  private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"(/[^\"#]*)[\"#]");
  private static final String SOMEBODY_ELSES = "0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57";

  private final TestNetwork network;
  private final WebServer encrypted;
  private final List<Place> places;
  private final List<ScannedAnswer> answers = new ArrayList<>();
  private final Credentials hub;
  private final Credentials practice;
  private final String without;
  private final UUID document;

  BaselineScan(TestNetwork network, Path folder) throws IOException {
    this.network = network;
    this.hub = Credentials.of(network.served(), TestNetwork.HUB);
    this.practice = Credentials.of(network.served(), TestNetwork.PRACTICE);
    this.without =
        Credentials.session(network.served(), TestNetwork.HUB, network.served().clock().instant());
    TestAuthority authority = TestAuthority.create(folder.resolve("certs"), InstantSource.system());
    authority.issueServer("localhost");
    this.encrypted = WebServer.start(settings(folder), network.served(), folder.resolve("uploads"));
    this.places =
        List.of(
            new Place(network.node().url(), Optional.empty(), "localhost"),
            new Place(
                encrypted.url(), Optional.of(RawHttp.trusting(authority.certificate())), NAME));
    this.document =
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    Awaitility.await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    network.raise(document, new AlertText("an-alert", "An alert", "It happened", "Act"));
  }

  private static HttpSettings settings(Path folder) {
    Path certs = folder.resolve("certs");
    return HttpSettings.defaults()
        .onPort(0)
        .withPublicUrl(URI.create("https://" + NAME))
        .with(
            new WebTlsSettings(
                new WebTlsSettings.Identity.Pem(
                    certs.resolve("server.pem"), certs.resolve("server.key"), Optional.empty()),
                Optional.empty(),
                List.of()));
  }

  @Override
  public void close() {
    encrypted.close();
  }

  List<Place> places() {
    return places;
  }

  /** All that was answered. */
  List<ScannedAnswer> run() throws IOException {
    for (Place place : places) {
      for (String path : paths()) {
        everybody(place, path);
      }
      refusals(place);
      ask(place, "person", "GET", "/session/ending?to=https://attacker.example/", "");
      ask(place, "nobody", "GET", "/sign-in?to=//attacker.example/", "");
      for (String form : List.of("csrf=", "csrf=" + FormToken.of(hub.session()) + "&reason=why")) {
        String to = "/outbox/" + document + "/files/0/download";
        ask(place, "person", "POST", to, form, "Content-Type: " + HttpCaller.FORM);
      }
      ask(place, "person", "GET", "/", "", "Origin: https://attacker.example");
      ask(place, "machine", "GET", "/api/v1/documents", "", "Origin: https://attacker.example");
      ask(place, "machine", "GET", "/api/v1/codes?text=pain", "");
    }
    damage();
    for (Place place : places) {
      for (String file : files()) {
        ask(place, "machine", "GET", file, "");
        ask(place, "person", "GET", file.replace("/api/v1/documents", "/outbox"), "");
      }
    }
    return List.copyOf(answers);
  }

  private void everybody(Place place, String path) throws IOException {
    Set<String> asked = new LinkedHashSet<>();
    for (String who : List.of("nobody", "nobody else", "person", "machine")) {
      ScannedAnswer answer = ask(place, who, "GET", path, "");
      if (!who.equals("person") || answer.status() != 200 || !answer.isPage()) {
        continue;
      }
      for (MatchResult link : ADDRESS.matcher(answer.body()).results().toList()) {
        String to = link.group(1).replace("&amp;", "&");
        if (asked.add(to)) {
          ask(place, "person", "GET", to, "");
        }
      }
    }
  }

  /** Every GET of routes.txt, with what there is for its parts. */
  private List<String> paths() {
    String entry = network.one("select id from worklist_entry limit 1");
    return routes().stream()
        .map(
            path ->
                path.replace("{id}", path.contains("worklist") ? entry : document.toString())
                    .replace("{n}", "0")
                    .replace("{site}", "A99904")
                    .replace("{encounter}", "nothing")
                    .replace("{useCase}", "generic")
                    .replace("{provider}", "nobody")
                    .replace("{mailbox}", "none")
                    .replace("{file}", "nothing"))
        .toList();
  }

  static List<String> routes() {
    try (var in = BaselineScan.class.getResourceAsStream("/gpcm/node/web/routes.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("GET "))
          .map(line -> line.split("[ |]+", -1)[1])
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> files() {
    return List.of("0", "1").stream()
        .map(n -> "/api/v1/documents/" + document + "/files/" + n)
        .toList();
  }

  private void refusals(Place place) throws IOException {
    String tooLong = "X-Long: " + "x".repeat(20_000);
    for (String path : List.of("/outbox", "/icon.svg", "/api/v1/documents", "/api/v1/health")) {
      String who = path.startsWith("/api") ? "machine" : "person";
      ask(place, who, "GET", path + "?state=nonsense&limit=nonsense", "");
      ask(place, who, "GET", path + "/" + SOMEBODY_ELSES, "");
      ask(place, who, "GET", path + "/no-such-thing", "");
      ask(place, who, "DELETE", path, "");
      ask(place, who, "GET", path, "", "Host: attacker.example");
      ask(place, who, "GET", path, "", "Host:");
      ask(place, who, "GET", path, "", tooLong);
    }
    ask(place, "person", "POST", "/session", "to=%2F", "Content-Type: " + HttpCaller.FORM);
    ask(place, "person", "POST", "/session", "", "Sec-Fetch-Site: cross-site");
    ask(place, "machine", "POST", "/api/v1/documents", "{", "Content-Type: application/json");
    ask(place, "machine", "POST", "/api/v1/documents", "x", "Content-Type: text/plain");
    ask(
        place,
        "machine",
        "POST",
        "/api/v1/documents",
        "",
        "Content-Type: application/json",
        "Content-Length: 9999999999");
    ask(place, "nobody", "GET", "/%zz", "");
    ask(place, "nobody", "GET", "/no-such-page", "");
    ask(place, "nobody", "GET", "/api/v1/no-such-page", "");
  }

  /** All that is stored, so that nothing can be answered with. */
  private void damage() {
    for (String hash :
        network
            .one("select string_agg(encode(sha256, 'hex'), ',') from stored_content")
            .split(",", -1)) {
      network.damage(hash);
    }
  }

  ScannedAnswer ask(
      Place place, String who, String method, String path, String body, String... headers)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    boolean atPractice = path.matches("(/api/v1|/viewing)?/(worklist|answers)\\b.*");
    switch (who) {
      case "person" ->
          all.add("Cookie: " + Cookies.SESSION + "=" + (atPractice ? practice : hub).session());
      case "nobody else" -> all.add("Cookie: " + Cookies.SESSION + "=" + without);
      case "machine" -> all.add("Authorization: Bearer " + (atPractice ? practice : hub).key());
      default -> {
        // Nothing to show.
      }
    }
    ScannedAnswer answer = place.ask(who, method, path, body, all);
    answers.add(answer);
    return answer;
  }
}
