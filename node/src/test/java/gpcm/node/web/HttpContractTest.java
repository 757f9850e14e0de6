package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.json.DocumentJson;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every address alike, over real HTTP, in front of a real node. */
class HttpContractTest {
  private static final LimitSettings.Rate PLENTY =
      new LimitSettings.Rate(10_000, Duration.ofSeconds(1));

  private static final String ATTACHMENT = "consultation-summary-throat.txt";

  @TempDir static Path folder;
  @Running static TestNetwork network;
  private static WebServer server;
  private static HttpCaller http;
  private static String document;

  @BeforeAll
  static void start() throws Exception {
    server =
        WebServer.start(
            HttpSettings.defaults()
                .onPort(0)
                .withMaxRequestSize(ByteSize.ofMebibytes(1))
                .with(new LimitSettings(PLENTY, PLENTY, PLENTY)),
            network.served(),
            folder.resolve("uploads"));
    http = HttpCaller.of(server.url(), network.served());
    Answer stored = http.postForm("/api/v1/documents", parts());
    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    document = stored.header("Location");
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=%00", "organisation=%00", "x=%ff", "x=%1F", "x=%e2%80", "x=a%7F"})
  void aQueryThatIsNoTextIsRefusedOnEveryRoute(String query) throws Exception {
    for (String route : server.routes()) {
      String method = route.substring(0, route.indexOf(' '));
      Answer answer =
          http.send(
              http.to(concrete(route) + "?" + query)
                  .header("Content-Type", "application/json")
                  .method(
                      method,
                      method.equals("POST")
                          ? BodyPublishers.ofString("{\"by\":\"B. Fictional\"}")
                          : BodyPublishers.noBody()));
      assertThat(answer.status()).as("%s?%s: %s", route, query, answer.text()).isEqualTo(400);
      if (route.contains(" /api/")) {
        assertThat(answer.json().path("type").asText())
            .isEqualTo("urn:gpcm:problem:invalid-parameter");
      }
    }
  }

  @Test
  void whatAnAddressDoesNotTakeIsAnsweredWithWhatItTakes() throws Exception {
    Map<String, TreeSet<String>> taken = new TreeMap<>();
    for (String route : server.routes()) {
      TreeSet<String> methods = taken.computeIfAbsent(concrete(route), path -> new TreeSet<>());
      // An address may be one of its own and, with another method, the one of a thing by its id.
      for (String other : server.routes()) {
        String method = other.substring(0, other.indexOf(' '));
        String pattern = other.substring(other.indexOf(' ') + 1);
        if (concrete(route).matches(pattern.replaceAll("\\{[a-zA-Z]+}", "[^/]+"))) {
          methods.add(method);
          if (method.equals("GET")) {
            methods.add("HEAD");
          }
        }
      }
    }
    for (Map.Entry<String, TreeSet<String>> address : taken.entrySet()) {
      for (String method : List.of("DELETE", "PUT", "PATCH", "OPTIONS", "POST", "GET", "HEAD")) {
        if (address.getValue().contains(method)) {
          continue;
        }
        Answer answer =
            http.send(http.to(address.getKey()).method(method, BodyPublishers.noBody()));
        assertThat(answer.status()).as(method + " " + address.getKey()).isEqualTo(405);
        assertThat(new TreeSet<>(List.of(answer.header("Allow").split(", *"))))
            .as(method + " " + address.getKey())
            .isEqualTo(address.getValue());
      }
    }
  }

  @Test
  void headIsAnsweredAsGetIsWithoutTheBody() throws Exception {
    String entry = "/api/v1/worklist/" + UUID.randomUUID();
    List<String> paths =
        new ArrayList<>(
            server.routes().stream()
                .filter(route -> route.startsWith("GET "))
                .map(HttpContractTest::concrete)
                .toList());
    paths.addAll(
        List.of(document, document + "/files/0", entry, "/api/v1/documents?limit=0", "/nothing"));
    for (String path : paths) {
      Answer get = http.get(path);
      Answer head = http.send(http.to(path).method("HEAD", BodyPublishers.noBody()));
      assertThat(head.status()).as(path).isEqualTo(get.status());
      assertThat(head.bytes()).as(path).isEmpty();
      for (String header :
          List.of("Content-Type", "Content-Security-Policy", "Content-Disposition", "ETag")) {
        assertThat(head.header(header)).as(path + " " + header).isEqualTo(get.header(header));
      }
      // RFC 9110, 8.6: what has no content says nothing of its length.
      assertThat(head.header("Content-Length").isEmpty()).as(path).isEqualTo(get.status() == 204);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/documents?x=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/v1/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/v1/..%2f..%2fx HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/v1/documents HTTP/1.1\r\n\r\n",
        "GET /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n",
        "POST /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
      })
  void whatTheServerRefusesByItselfIsAProblemToo(String request) throws Exception {
    String answer = raw(request);
    assertThat(answer).startsWith("HTTP/1.1 4");
    assertThat(answer).contains("application/problem+json").contains("urn:gpcm:problem:");
    assertThat(answer).doesNotContainIgnoringCase("jetty").doesNotContain("<html");
  }

  @Test
  void headersThatAreTooLongAreAProblemToo() throws Exception {
    String answer =
        raw(
            "GET /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n"
                .formatted("x".repeat(20_000)));
    assertThat(answer).contains("urn:gpcm:problem:too-large").contains("headers");
  }

  @Test
  void thatAnAddressMayBeTooLongIsDescribedOfEveryOperation() throws Exception {
    JsonNode paths = http.get("/api/v1/openapi.json").json().path("paths");
    Answer answer = http.get("/api/v1/consultations/" + "x".repeat(20_000));
    assertThat(answer.status()).isEqualTo(413);
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().has("responses")) {
          assertThat(operation.getValue().path("responses").has("413"))
              .as(operation.getKey() + " " + path.getKey())
              .isTrue();
        }
      }
    }
  }

  /** RFC 9457: a type is one kind of problem, with one status and one title. */
  @Test
  void eachKindOfProblemIsOneTypeThatDocumentationAndDescriptionName() throws Exception {
    JsonNode description = http.get("/api/v1/openapi.json").json();
    List<String> described = new ArrayList<>();
    description
        .at("/components/schemas/Problem/properties/type/enum")
        .forEach(type -> described.add(type.asText()));
    List<String> types = Stream.of(ProblemKind.values()).map(ProblemKind::type).toList();
    assertThat(types).doesNotHaveDuplicates();
    assertThat(described).containsExactlyInAnyOrderElementsOf(types);
    List<String> titles = new ArrayList<>();
    description
        .at("/components/schemas/Problem/properties/title/enum")
        .forEach(title -> titles.add(title.asText()));
    assertThat(titles)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProblemKind.values()).map(ProblemKind::title).distinct().toList());
    String page = Files.readString(Path.of(System.getProperty("project.root"), "docs", "api.md"));
    for (ProblemKind kind : ProblemKind.values()) {
      assertThat(page)
          .contains("| `%s` | %d | %s".formatted(kind.type(), kind.status(), kind.title()));
    }
  }

  /** Otherwise a program that was made from the description does not know what it is told. */
  @Test
  void eachRefusalIsDescribedWithAllKindsOfItsStatus() throws Exception {
    Set<ProblemKind> onPagesOnly =
        EnumSet.of(
            ProblemKind.LOGOUT_REFUSED,
            ProblemKind.REFUSED_ASSIGNMENT,
            ProblemKind.NO_PASSKEYS_HERE);
    http.get("/api/v1/openapi.json")
        .json()
        .at("/components/responses")
        .properties()
        .forEach(
            response -> {
              List<String> described = new ArrayList<>();
              JsonNode type =
                  response
                      .getValue()
                      .at("/content/application~1problem+json/schema/allOf/1/properties/type");
              type.path("enum").forEach(kind -> described.add(kind.asText()));
              if (type.has("const")) {
                described.add(type.path("const").asText());
              }
              assertThat(described)
                  .as(response.getKey())
                  .containsExactlyInAnyOrderElementsOf(
                      Stream.of(ProblemKind.values())
                          .filter(kind -> response.getKey().equals("Problem" + kind.status()))
                          .filter(kind -> !onPagesOnly.contains(kind))
                          .map(ProblemKind::type)
                          .toList());
            });
  }

  @Test
  void theDescriptionHoldsTogetherAndHasTheWholeSchemaOfWhatIsHandedIn() throws Exception {
    JsonNode description = http.get("/api/v1/openapi.json").json();
    for (JsonNode reference : description.findValues("$ref")) {
      String pointer = reference.asText().substring(1);
      assertThat(description.at(pointer).isMissingNode()).as(reference.asText()).isFalse();
    }
    Answer schema = http.get("/api/v1/schema/document.json");
    assertThat(schema.header("Content-Type")).isEqualTo("application/schema+json");
    assertThat(schema.bytes()).isEqualTo(DocumentJson.schema());
    JsonNode definitions = schema.json().path("$defs");
    assertThat(definitions.size()).isGreaterThan(30);
    JsonNode described = description.at("/components/schemas");
    definitions
        .fieldNames()
        .forEachRemaining(
            name ->
                assertThat(described.has(name.equals("Submission") ? name : "Submission." + name))
                    .as(name)
                    .isTrue());
    assertThat(described.at("/Submission.Patient/properties/nhsNumber/$ref").asText())
        .isEqualTo("#/components/schemas/Submission.NhsNumber");
  }

  @Test
  void theExamplesOfTheDescriptionAreTakenIn() throws Exception {
    JsonNode examples =
        http.get("/api/v1/openapi.json")
            .json()
            .path("paths")
            .path("/api/v1/documents")
            .at("/post/requestBody/content/application~1json/examples");
    assertThat(examples.size()).isPositive();
    for (JsonNode example : examples) {
      Answer stored =
          http.post(
              "/api/v1/documents",
              "application/json",
              example.path("value").toString().getBytes(StandardCharsets.UTF_8));
      assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    }
  }

  @Test
  void listsSayHowManyThereAre() throws Exception {
    for (String list : List.of("/api/v1/documents", "/api/v1/worklist", "/api/v1/alerts")) {
      String name = list.substring(list.lastIndexOf('/') + 1).replace("worklist", "entries");
      // Documents are on their way meanwhile, and arrive.
      await()
          .untilAsserted(
              () -> {
                JsonNode all = http.get(list + "?limit=1000").json();
                assertThat(all.path("total").isIntegralNumber()).as(list).isTrue();
                assertThat(all.path("total").asInt()).as(list).isEqualTo(all.path(name).size());
                assertThat(all.has("next")).isFalse();
              });
    }
    assertThat(http.get("/api/v1/documents?organisation=A99999").json().path("total").asInt())
        .isZero();
    assertThat(http.get("/api/v1/documents?state=failed").json().path("total").asInt()).isZero();
    assertThat(http.get("/api/v1/documents?limit=1").json().path("total").asInt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{\"useCase\": }", "{} {}", "nothing", "\u00ff", "{\"a\":1,}", "{'a':1}"})
  void brokenJsonIsNotAConsultationWithWrongFields(String body) throws Exception {
    for (String path : List.of("/api/v1/documents", "/api/v1/alerts/1/resolution")) {
      Answer answer =
          http.post(path, "application/json", body.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(answer.status()).as(path + " " + body).isEqualTo(400);
      assertThat(answer.json().path("type").asText()).isEqualTo("urn:gpcm:problem:invalid-json");
    }
  }

  @Test
  void aNameThatIsNoTextIsRefused() throws Exception {
    for (String body :
        List.of(
            "[]",
            "{\"by\":5}",
            "{\"by\":null}",
            "{\"by\":\"\\ud800\"}",
            "{\"by\":\"a\\u0000\"}",
            "{\"by\":\" \"}",
            "{\"by\":\"B. Fictional\",\"why\":\"so\"}")) {
      Answer answer =
          http.post(
              "/api/v1/alerts/1/resolution",
              "application/json",
              body.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).as(body).isEqualTo(422);
    }
    assertThat(
            http.post(
                    "/api/v1/alerts/1/resolution",
                    "text/plain",
                    "{\"by\":\"B\"}".getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(415);
  }

  static String concrete(String route) {
    return route
        .substring(route.indexOf(' ') + 1)
        .replace("{id}", "0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57")
        .replace("{n}", "0")
        .replace("{site}", "A99904")
        .replace("{encounter}", "none")
        .replace("{useCase}", "generic")
        .replace("{provider}", "none")
        .replace("{mailbox}", "none")
        .replace("{file}", "none");
  }

  private static String raw(String request) throws IOException {
    URI url = server.url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              request
                  .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static List<Part> parts() throws IOException {
    return List.of(
        Part.of(
            "consultation",
            "",
            "application/json",
            TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString())),
        Part.of(
            "attachment",
            ATTACHMENT,
            "text/plain",
            Files.readAllBytes(TestNetwork.example(ATTACHMENT))));
  }
}
