package gpcm.node.passkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import gpcm.node.passkeys.PasskeyOutcome.Accepted;
import gpcm.node.passkeys.PasskeyOutcome.Refusal;
import gpcm.node.passkeys.PasskeyOutcome.Refused;
import gpcm.node.people.People;
import gpcm.node.people.Person;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.web.Chromium;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys made and shown by a real browser with its own stand-in for a device. */
@Tag("slow")
@ExtendWith(DatabaseExtension.class)
class PasskeysTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  @TempDir static Path folder;
  private static Chromium browser;
  private static HttpServer site;
  private static HttpServer otherSite;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
  private Database database;
  private People people;
  private Passkeys passkeys;
  private RelyingParty party;
  private String device;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(
        program.isPresent(),
        "skipped: no Chromium or Chrome on this machine; install one to run the test of passkeys");
    site = emptyPage();
    otherSite = emptyPage();
    browser = new Chromium(program.get(), Files.createDirectories(folder.resolve("profile")));
    browser.call("WebAuthn.enable", Map.of());
  }

  private static HttpServer emptyPage() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] page = "<!doctype html><title>empty</title>".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    return server;
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      site.stop(0);
      otherSite.stop(0);
    }
  }

  @BeforeEach
  void open(Database opened) {
    database = opened;
    people = new People(database.jdbi(), now::get);
    party = RelyingParty.at(address(site)).orElseThrow();
    passkeys = new Passkeys(database.jdbi(), now::get);
    device =
        browser
            .call(
                "WebAuthn.addVirtualAuthenticator",
                Map.of(
                    "options",
                    Map.of(
                        "protocol", "ctap2",
                        "transport", "internal",
                        "hasResidentKey", true,
                        "hasUserVerification", true,
                        "isUserVerified", true,
                        "automaticPresenceSimulation", true)))
            .path("authenticatorId")
            .asText();
    browser.open(address(site));
  }

  @AfterEach
  void remove() {
    browser.call("WebAuthn.removeVirtualAuthenticator", Map.of("authenticatorId", device));
  }

  private static URI address(HttpServer server) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  private Person person(String subject) {
    return people.known(Person.LOCAL, subject, "Fictional " + subject, Optional.empty());
  }

  private String create(String options) {
    return ask(
        "navigator.credentials.create({publicKey:"
            + " PublicKeyCredential.parseCreationOptionsFromJSON(%s)})".formatted(options));
  }

  private String get(String options) {
    return ask(
        "navigator.credentials.get({publicKey:"
            + " PublicKeyCredential.parseRequestOptionsFromJSON(%s)})".formatted(options));
  }

  private static String ask(String promise) {
    Map<String, Object> call = new HashMap<>();
    call.put(
        "expression", promise + ".then(key => JSON.stringify(key.toJSON()), no => 'no: ' + no)");
    call.put("awaitPromise", true);
    call.put("returnByValue", true);
    call.put("userGesture", true);
    String answer = browser.call("Runtime.evaluate", call).at("/result/value").asText();
    assertThat(answer).startsWith("{");
    return answer;
  }

  private Passkey made(Person person) {
    PasskeyOutcome outcome =
        passkeys.made(
            party,
            person.id(),
            "Test phone",
            create(passkeys.creationOptions(party, person, person.subject())));
    assertThat(outcome).isInstanceOf(Accepted.class);
    return ((Accepted) outcome).passkey();
  }

  private static void refused(PasskeyOutcome outcome, Refusal refusal) {
    assertThat(outcome)
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.refusal()).isEqualTo(refusal));
  }

  @Test
  void whoMadeAPasskeySignsInWithIt() {
    Person person = person("one");
    Passkey made = made(person);
    assertThat(made.name()).isEqualTo("Test phone");
    now.updateAndGet(before -> before.plus(Duration.ofHours(1)));
    assertThat(passkeys.shown(party, get(passkeys.requestOptions(party))))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> assertThat(accepted.passkey().person()).isEqualTo(person.id()));
    assertThat(passkeys.ofPerson(person.id()))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.id()).isEqualTo(made.id());
              assertThat(each.lastAt()).contains(Instant.parse("2026-11-28T13:00:00Z"));
            });
  }

  @Test
  void anAnswerCountsOnce() {
    made(person("one"));
    String answer = get(passkeys.requestOptions(party));
    assertThat(passkeys.shown(party, answer)).isInstanceOf(Accepted.class);
    refused(passkeys.shown(party, answer), Refusal.NOT_ASKED);
  }

  @Test
  void anAnswerComesTooLateAfterFiveMinutes() {
    made(person("one"));
    String answer = get(passkeys.requestOptions(party));
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(5)));
    refused(passkeys.shown(party, answer), Refusal.NOT_ASKED);
  }

  @Test
  void whatNobodyAskedIsNoAnswer() throws Exception {
    made(person("one"));
    ObjectNode options = (ObjectNode) MAPPER.readTree(passkeys.requestOptions(party));
    options.put("challenge", "A".repeat(43));
    refused(passkeys.shown(party, get(options.toString())), Refusal.NOT_ASKED);
  }

  @Test
  void whatAPersonWasAskedAnotherCannotAnswer() {
    Person one = person("one");
    Person two = person("two");
    String answer = create(passkeys.creationOptions(party, one, "one"));
    refused(passkeys.made(party, two.id(), "mine", answer), Refusal.NOT_ASKED);
    assertThat(passkeys.made(party, one.id(), "mine", answer)).isInstanceOf(Accepted.class);
  }

  @Test
  void whatWasAskedForMakingIsNoQuestionForSigningIn() throws Exception {
    Person person = person("one");
    made(person);
    String asked =
        MAPPER.readTree(passkeys.creationOptions(party, person, "one")).path("challenge").asText();
    ObjectNode options = (ObjectNode) MAPPER.readTree(passkeys.requestOptions(party));
    options.put("challenge", asked);
    refused(passkeys.shown(party, get(options.toString())), Refusal.NOT_ASKED);
  }

  @Test
  void anotherSitesAnswerIsRefused() {
    Person person = person("one");
    made(person);
    browser.open(address(otherSite));
    refused(passkeys.shown(party, get(passkeys.requestOptions(party))), Refusal.OTHER_SITE);
    refused(
        passkeys.made(
            party,
            person("two").id(),
            "x",
            create(passkeys.creationOptions(party, person("two"), "two"))),
        Refusal.OTHER_SITE);
  }

  @Test
  void aDeviceThatDidNotAskWhoItIsIsRefused() throws Exception {
    made(person("one"));
    browser.call(
        "WebAuthn.setUserVerified", Map.of("authenticatorId", device, "isUserVerified", false));
    ObjectNode options = (ObjectNode) MAPPER.readTree(passkeys.requestOptions(party));
    options.put("userVerification", "discouraged");
    refused(passkeys.shown(party, get(options.toString())), Refusal.NOT_VERIFIED);
  }

  @Test
  void aChangedSignatureIsRefused() throws Exception {
    made(person("one"));
    ObjectNode answer = (ObjectNode) MAPPER.readTree(get(passkeys.requestOptions(party)));
    byte[] signature = bytes(answer.at("/response/signature"));
    signature[signature.length - 1] ^= 1;
    ((ObjectNode) answer.path("response")).put("signature", text(signature));
    refused(passkeys.shown(party, answer.toString()), Refusal.WRONG_SIGNATURE);
  }

  @Test
  void aCopyIsNoticedByItsCount() {
    Passkey made = made(person("one"));
    String earlier = get(passkeys.requestOptions(party));
    String later = get(passkeys.requestOptions(party));
    assertThat(passkeys.shown(party, later)).isInstanceOf(Accepted.class);
    PasskeyOutcome outcome = passkeys.shown(party, earlier);
    refused(outcome, Refusal.COUNTED_BACK);
    assertThat(((Refused) outcome).person()).contains(made.person());
  }

  @Test
  void aPasskeyThatNamesSomebodyElseIsRefused() throws Exception {
    made(person("one"));
    ObjectNode answer = (ObjectNode) MAPPER.readTree(get(passkeys.requestOptions(party)));
    ((ObjectNode) answer.path("response")).put("userHandle", text(new byte[16]));
    refused(passkeys.shown(party, answer.toString()), Refusal.OTHER_PERSON);
  }

  @Test
  void aWithdrawnPasskeyOpensNothing() {
    Person person = person("one");
    Passkey made = made(person);
    String answer = get(passkeys.requestOptions(party));
    assertThat(passkeys.withdraw(person("two").id(), made.id())).as("another's").isFalse();
    assertThat(passkeys.withdraw(person.id(), made.id())).isTrue();
    refused(passkeys.shown(party, answer), Refusal.NOT_KNOWN);
  }

  @Test
  void aPasskeyIsTakenOnce() throws Exception {
    Person one = person("one");
    Person two = person("two");
    String answer = create(passkeys.creationOptions(party, one, "one"));
    assertThat(passkeys.made(party, one.id(), "mine", answer)).isInstanceOf(Accepted.class);
    // Nothing signs what a browser says when a passkey is made, so that anybody can say it again.
    ObjectNode again = (ObjectNode) MAPPER.readTree(answer);
    JsonNode asked = MAPPER.readTree(passkeys.creationOptions(party, two, "two")).path("challenge");
    ObjectNode client = (ObjectNode) MAPPER.readTree(bytes(again.at("/response/clientDataJSON")));
    client.set("challenge", asked);
    ((ObjectNode) again.path("response"))
        .put("clientDataJSON", text(MAPPER.writeValueAsBytes(client)));
    refused(passkeys.made(party, two.id(), "mine too", again.toString()), Refusal.ALREADY_THERE);
    assertThat(passkeys.ofPerson(two.id())).isEmpty();
  }

  @Test
  void whatIsNoAnswerIsRefusedWhateverItIs() {
    Person person = person("one");
    String made = create(passkeys.creationOptions(party, person, "one"));
    passkeys.made(party, person.id(), "mine", made);
    String shown = get(passkeys.requestOptions(party));
    Random random = new Random(20261128);
    for (int i = 0; i < 1000; i++) {
      assertThat(passkeys.made(party, person.id(), "x", changed(made, random)))
          .isInstanceOf(Refused.class);
      assertThat(passkeys.shown(party, changed(shown, random))).isInstanceOf(PasskeyOutcome.class);
    }
    for (String each : List.of("", "null", "[]", "{}", "{\"response\":null}", "x".repeat(70_000))) {
      refused(passkeys.made(party, person.id(), "x", each), Refusal.UNREADABLE);
      refused(passkeys.shown(party, each), Refusal.UNREADABLE);
    }
  }

  private static String changed(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed.setCharAt(random.nextInt(changed.length()), (char) (32 + random.nextInt(95)));
    }
    return changed.toString();
  }

  private static byte[] bytes(JsonNode text) {
    return Base64.getUrlDecoder().decode(text.asText());
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
