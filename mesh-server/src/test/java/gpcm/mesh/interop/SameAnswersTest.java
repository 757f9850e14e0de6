package gpcm.mesh.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.mesh.MeshToken;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.mesh.server.ServerSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same requests, side by side, to the official sandbox and to our server in compatible mode:
 * status, media type, MESH headers and body must be the same, but for ids and times.
 */
@Tag("slow")
class SameAnswersTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String V2 = "application/vnd.mesh.v2+json";

  @TempDir static Path folder;
  private static Peers.Sandbox sandbox;
  private static LocalMeshServer server;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> differences = new ArrayList<>();

  /** The answers of both to one request, and the ids they gave. */
  private record Pair(HttpResponse<byte[]> theirs, HttpResponse<byte[]> ours) {
    Ids ids() throws IOException {
      return new Ids(id(theirs), id(ours));
    }

    private static String id(HttpResponse<byte[]> answer) throws IOException {
      JsonNode json = JSON.readTree(answer.body());
      return json.path("message_id").asText(json.path("messageID").asText());
    }
  }

  private record Ids(String theirs, String ours) {}

  @BeforeAll
  static void start() throws Exception {
    sandbox = Peers.Sandbox.start(folder.resolve("sandbox.log"));
    server =
        LocalMeshServer.start(
            ServerSettings.in(folder.resolve("data"))
                .mode(Mode.COMPATIBLE)
                .sharedKey(Secret.of("TestKey"))
                .sandbox()
                .build());
  }

  @AfterAll
  static void stop() {
    if (sandbox != null) {
      sandbox.close();
      server.close();
    }
  }

  private static String token(String mailbox, String password) {
    return MeshToken.sign(
            mailbox,
            UUID.randomUUID().toString(),
            0,
            Secret.of(password),
            Secret.of("TestKey"),
            Instant.now())
        .header();
  }

  private HttpResponse<byte[]> call(
      URI base, String verb, String path, String mailbox, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(verb, BodyPublishers.ofByteArray(body));
    if (!mailbox.isEmpty()) {
      request.header("Authorization", token(mailbox, "password"));
    }
    headers.forEach(request::setHeader);
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private Pair both(
      String verb, String path, String mailbox, Map<String, String> headers, byte[] body)
      throws Exception {
    return both(verb, path, path, mailbox, headers, body);
  }

  private Pair both(
      String verb,
      String theirPath,
      String ourPath,
      String mailbox,
      Map<String, String> headers,
      byte[] body)
      throws Exception {
    Pair pair =
        new Pair(
            call(sandbox.url(), verb, theirPath, mailbox, headers, body),
            call(server.url(), verb, ourPath, mailbox, headers, body));
    String theirs = describe(pair.theirs());
    String ours = describe(pair.ours());
    if (!theirs.equals(ours)) {
      differences.add(
          "%s %s %s%n  sandbox %s%n  ours    %s".formatted(verb, ourPath, headers, theirs, ours));
    }
    return pair;
  }

  private static String describe(HttpResponse<byte[]> answer) throws IOException {
    TreeMap<String, String> headers = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (name.startsWith("mex-")
                  || name.equals("content-encoding")
                  || name.equals("content-type")) {
                headers.put(name, withoutIdsAndTimes(values.getFirst()));
              }
            });
    String type = headers.getOrDefault("content-type", "");
    String body =
        type.contains("json")
            ? sorted(JSON.readTree(answer.body()))
            : answer.body().length + " bytes";
    boolean packed = "gzip".equals(headers.get("content-encoding"));
    return answer.statusCode()
        + " "
        + headers
        + " "
        + (packed ? "packed" : withoutIdsAndTimes(body));
  }

  private static String sorted(JsonNode json) throws IOException {
    return JSON.writer()
        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .writeValueAsString(JSON.treeToValue(json, Object.class));
  }

  private static String withoutIdsAndTimes(String text) {
    return text.replace("; charset", ";charset")
        .replaceAll("[0-9A-F]{32}|[0-9a-f]{32}", "(id)")
        .replaceAll("continue_from=[A-Za-z0-9_%=-]+", "continue_from=(token)")
        .replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}(T|%20|\\+)[0-9:.%A]+", "(time)")
        .replaceAll("\\b20[0-9]{12}\\b", "(time)");
  }

  private static Map<String, String> headers(String... namesAndValues) {
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  private static Map<String, String> with(Map<String, String> headers, String... more) {
    Map<String, String> all = new TreeMap<>(headers);
    all.putAll(headers(more));
    return all;
  }

  @Test
  void answersAreTheSame() throws Exception {
    for (Map<String, String> version : List.of(headers(), headers("Accept", V2))) {
      handshakeAndTokens(version);
      sending(version);
      chunks(version);
      inbox(version);
      trackingAndLookup(version);
      states(version);
      packed(version);
      admin(version);
      adminMistakes(version);
    }
    versions();
    assertThat(differences).as(String.join("\n", differences)).isEmpty();
  }

  private void handshakeAndTokens(Map<String, String> version) throws Exception {
    String path = "/messageexchange/X26ABC1";
    Map<String, String> full =
        with(version, "mex-clientversion", "1", "mex-osname", "os", "mex-osversion", "2");
    byte[] none = {};
    both("GET", path, "X26ABC1", full, none);
    both("POST", path, "X26ABC1", full, none);
    both("GET", path, "X26ABC1", with(version, "mex-clientversion", "1", "mex-osname", "os"), none);
    both("GET", path, "", full, none);
    both("GET", path, "X26ABC2", full, none);
    both("GET", "/messageexchange/NOBODY", "NOBODY", full, none);
    both("GET", path, "", with(full, "Authorization", "NHSMESH X26ABC1:a:b:c:d"), none);
    both("GET", path, "", with(full, "Authorization", "NHSMESH X26ABC1:a:1:202401311200:00"), none);
    both("GET", path, "", with(full, "Authorization", token("X26ABC1", "wrong")), none);
    both("GET", path, "X26ABC1", with(full, "Accept", "application/vnd.mesh.v2+xml"), none);
    for (String token :
        List.of(
            "X26ABC1",
            "NHSMESH",
            "nhsmesh " + token("X26ABC1", "password").substring(8),
            token("X26ABC1", "password").substring(8),
            "NHSMESH X26ABC1:a:x:202401311200:00",
            "NHSMESH X26ABC1:a:1:202401311200:00:more",
            "NHSMESH x26abc1:a:1:202401311200:00",
            "NHSMESH X26 ABC1:a:1:202401311200:00")) {
      both("GET", path, "", with(full, "Authorization", token), none);
    }
    both(
        "GET",
        path.toLowerCase(Locale.ROOT).replace("exchange/x", "exchange/X"),
        "X26ABC1",
        full,
        none);
    both("GET", "/nothing/here", "", version, none);
    both("DELETE", path, "X26ABC1", version, none);
    both("POST", path + "/update", "X26ABC1", full, none);
  }

  private void sending(Map<String, String> version) throws Exception {
    String path = "/messageexchange/X26ABC1/outbox";
    Map<String, String> good =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "content-type",
            "text/plain");
    byte[] body = {1, 2, 3};
    both("POST", path, "X26ABC1", good, body);
    both("POST", path, "X26ABC1", with(version, "mex-to", "X26ABC2"), body);
    both("POST", path, "X26ABC1", with(version, "mex-workflowid", "W"), body);
    both("POST", path, "X26ABC1", with(good, "mex-to", "NOBODY"), body);
    both("POST", path, "X26ABC1", with(good, "mex-to", "https://x"), body);
    both("POST", path, "X26ABC1", with(good, "mex-content-checksum", "a!b"), body);
    both("POST", path, "X26ABC1", with(good, "content-encoding", "deflate"), body);
    both("POST", path, "X26ABC1", with(good, "mex-chunk-range", "2:3"), body);
    both("POST", path, "X26ABC1", with(good, "mex-chunk-range", "x"), body);
    both("POST", path, "X26ABC1", with(good, "mex-subject", "s".repeat(501)), body);
    both("POST", path, "X26ABC1", good, new byte[0]);
    both("POST", path, "X26ABC2", good, body);
    both("POST", path, "X26ABC1", with(good, "mex-to", "t".repeat(101)), body);
    both("POST", path, "X26ABC1", with(good, "mex-workflowid", "w".repeat(301)), body);
    both("POST", path, "X26ABC1", with(good, "mex-workflowid", "http://x"), body);
    both("POST", path, "X26ABC1", with(good, "mex-content-checksum", "https://x"), body);
    both("POST", path, "X26ABC1", with(good, "mex-content-checksum", "c".repeat(101)), body);
    both("POST", path, "X26ABC1", with(good, "mex-localid", "l".repeat(301)), body);
    both("POST", path, "X26ABC1", with(good, "mex-partnerid", "p".repeat(501)), body);
    both("POST", path, "X26ABC1", with(good, "mex-filename", "f".repeat(301)), body);
    both("POST", path, "X26ABC1", with(good, "mex-content-type", "c".repeat(101)), body);
    both("POST", path, "X26ABC1", with(good, "mex-content-encrypted", "e".repeat(21)), body);
    both("POST", path, "X26ABC1", with(good, "mex-content-compressed", "c".repeat(21)), body);
    both("POST", path, "X26ABC1", with(good, "mex-chunk-range", "1".repeat(21)), body);
    both("POST", path, "X26ABC1", with(good, "mex-chunk-range", "1:0"), body);
    both(
        "POST",
        path,
        "X26ABC1",
        with(good, "mex-to", "GPPROVIDER_9990000018_19550109_TESTPATIENT"),
        body);
    both("POST", path, "", good, body);
    both("POST", path, "", with(version, "mex-to", "X26ABC2"), body);
  }

  private void chunks(Map<String, String> version) throws Exception {
    String path = "/messageexchange/X26ABC1/outbox";
    Map<String, String> first =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "mex-chunk-range",
            "1:3",
            "mex-content-type",
            "application/pdf");
    Ids ids = both("POST", path, "X26ABC1", first, new byte[] {1}).ids();
    String theirs = path + "/" + ids.theirs();
    String ours = path + "/" + ids.ours();
    byte[] body = {2};
    Map<String, String> second = with(version, "mex-chunk-range", "2:3");
    both("POST", theirs + "/2", ours + "/2", "X26ABC1", version, body);
    both(
        "POST",
        theirs + "/2",
        ours + "/2",
        "X26ABC1",
        with(version, "mex-chunk-range", "3:3"),
        body);
    both(
        "POST",
        theirs + "/2",
        ours + "/2",
        "X26ABC1",
        with(second, "content-encoding", "gzip"),
        body);
    both("POST", path + "/NOSUCH/2", "X26ABC1", second, body);
    both(
        "POST",
        theirs.replace("ABC1", "ABC3") + "/2",
        ours.replace("ABC1", "ABC3") + "/2",
        "X26ABC3",
        second,
        body);
    both("POST", theirs + "/x", ours + "/x", "X26ABC1", second, body);
    both(
        "POST",
        theirs + "/4",
        ours + "/4",
        "X26ABC1",
        with(version, "mex-chunk-range", "4:4"),
        body);
    both(
        "GET",
        "/messageexchange/X26ABC2/inbox/" + ids.theirs(),
        "/messageexchange/X26ABC2/inbox/" + ids.ours(),
        "X26ABC2",
        version,
        new byte[0]);
    both("POST", theirs + "/2", ours + "/2", "X26ABC1", second, body);
    both(
        "POST",
        theirs + "/3",
        ours + "/3",
        "X26ABC1",
        with(version, "mex-chunk-range", "3:3"),
        body);
    both(
        "POST",
        theirs + "/3",
        ours + "/3",
        "X26ABC1",
        with(version, "mex-chunk-range", "3:3"),
        body);
    String theirInbox = "/messageexchange/X26ABC2/inbox/" + ids.theirs();
    String ourInbox = "/messageexchange/X26ABC2/inbox/" + ids.ours();
    for (String part : List.of("", "/1", "/2", "/3", "/4", "/0", "/x")) {
      both("GET", theirInbox + part, ourInbox + part, "X26ABC2", version, new byte[0]);
    }
    both(
        "GET",
        theirInbox,
        ourInbox,
        "X26ABC2",
        with(version, "accept-encoding", "gzip"),
        new byte[0]);
  }

  private void inbox(Map<String, String> version) throws Exception {
    byte[] none = {};
    String box = "/messageexchange/X26ABC2";
    Map<String, String> send =
        with(
            version,
            "mex-to",
            "x26abc2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "content-type",
            "text/plain",
            "mex-localid",
            "local",
            "mex-partnerid",
            "partner",
            "mex-subject",
            "subject",
            "mex-filename",
            "file.txt",
            "mex-content-compressed",
            "yes",
            "mex-content-encrypted",
            "N",
            "mex-content-checksum",
            "md5:00");
    Ids ids =
        both(
                "POST",
                "/messageexchange/X26ABC1/outbox",
                "X26ABC1",
                send,
                "hello".getBytes(StandardCharsets.UTF_8))
            .ids();
    for (String query :
        List.of(
            "",
            "?max_results=10",
            "?max_results=9",
            "?max_results=5001",
            "?max_results=x",
            "?workflow_filter=T",
            "?workflow_filter=TEST*",
            "?workflow_filter=!TEST*",
            "?workflow_filter=*ORK*",
            "?workflow_filter=*1",
            "?workflow_filter=!*ORK*",
            "?workflow_filter=*ORK",
            "?workflow_filter=!*ORK",
            "?workflow_filter=TEST_WORKFLOW",
            "?workflow_filter=!TEST_WORKFLOW",
            "?workflow_filter=test*",
            "?workflow_filter=" + "w".repeat(256),
            "?max_results=-1",
            "?max_results=",
            "?continue_from=short")) {
      both("GET", box + "/inbox" + query, "X26ABC2", version, none);
    }
    both("GET", box + "/count", "X26ABC2", version, none);
    String theirs = box + "/inbox/" + ids.theirs();
    String ours = box + "/inbox/" + ids.ours();
    both("HEAD", theirs, ours, "X26ABC2", version, none);
    both("GET", theirs, ours, "X26ABC2", version, none);
    both("GET", theirs, ours, "X26ABC2", with(version, "accept-encoding", "gzip"), none);
    both("GET", box + "/inbox/NOSUCH", "X26ABC2", version, none);
    both("HEAD", box + "/inbox/NOSUCH", "X26ABC2", version, none);
    String theirOther = "/messageexchange/X26ABC3/inbox/" + ids.theirs();
    String ourOther = "/messageexchange/X26ABC3/inbox/" + ids.ours();
    both("GET", theirOther, ourOther, "X26ABC3", version, none);
    both("HEAD", theirOther, ourOther, "X26ABC3", version, none);
    both(
        "PUT",
        theirOther + "/status/acknowledged",
        ourOther + "/status/acknowledged",
        "X26ABC3",
        version,
        none);
    both(
        "PUT",
        theirs + "/status/acknowledged",
        ours + "/status/acknowledged",
        "X26ABC2",
        version,
        none);
    both(
        "PUT",
        theirs + "/status/acknowledged",
        ours + "/status/acknowledged",
        "X26ABC2",
        version,
        none);
    both("PUT", box + "/inbox/NOSUCH/status/acknowledged", "X26ABC2", version, none);
    both("GET", theirs, ours, "X26ABC2", version, none);
  }

  private void trackingAndLookup(Map<String, String> version) throws Exception {
    byte[] none = {};
    String box = "/messageexchange/X26ABC1/outbox";
    Map<String, String> send =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "mex-localid",
            "track-" + version.size());
    Ids ids = both("POST", box, "X26ABC1", send, new byte[] {1}).ids();
    String tracking = box + "/tracking?messageID=";
    both("GET", tracking + ids.theirs(), tracking + ids.ours(), "X26ABC1", version, none);
    both("GET", box + "/tracking/track-" + version.size(), "X26ABC1", version, none);
    both("POST", box, "X26ABC1", send, new byte[] {1});
    both("GET", box + "/tracking/track-" + version.size(), "X26ABC1", version, none);
    both("GET", tracking + "NOSUCH", "X26ABC1", version, none);
    both("GET", box + "/tracking", "X26ABC1", version, none);
    both("GET", box + "/tracking/none", "X26ABC1", version, none);
    both("GET", "/messageexchange/endpointlookup/X26/TEST_WORKFLOW", "", version, none);
    both("GET", "/messageexchange/endpointlookup/X26/NONE", "", version, none);
    both("GET", "/messageexchange/workflowsearch/TEST_WORKFLOW2", "", version, none);
    both("GET", "/messageexchange/X26ABC1/outbox/rich", "X26ABC1", version, none);
    both("GET", "/messageexchange/X26ABC2/inbox/rich", "X26ABC2", version, none);
  }

  /** What becomes of a message whose state changes: downloads, headers and tracking of each. */
  private void states(Map<String, String> version) throws Exception {
    byte[] none = {};
    String outbox = "/messageexchange/X26ABC1/outbox";
    Map<String, String> send =
        with(version, "mex-to", "X26ABC2", "mex-workflowid", "TEST_WORKFLOW");
    for (String event :
        List.of(
            "{\"status\":\"acknowledged\"}",
            "{\"status\":\"undeliverable\",\"code\":\"14\",\"event\":\"SEND\",\"description\":\"why\"}",
            "{\"status\":\"error\",\"code\":\"21\",\"event\":\"SEND\",\"description\":\"why\",\"linked_message_id\":\"L\"}",
            "{\"status\":\"uploading\"}")) {
      Ids ids = both("POST", outbox, "X26ABC1", send, new byte[] {1}).ids();
      Map<String, String> json = with(version, "content-type", "application/json");
      byte[] body = event.getBytes(StandardCharsets.UTF_8);
      String suffix = "/event";
      both(
          "POST",
          "/admin/message/" + ids.theirs() + suffix,
          "/admin/message/" + ids.ours() + suffix,
          "",
          json,
          body);
      for (String verb : List.of("GET", "HEAD")) {
        for (String mailbox : List.of("X26ABC1", "X26ABC2")) {
          String inbox = "/messageexchange/" + mailbox + "/inbox/";
          both(verb, inbox + ids.theirs(), inbox + ids.ours(), mailbox, version, none);
        }
      }
      String tracking = outbox + "/tracking?messageID=";
      both("GET", tracking + ids.theirs(), tracking + ids.ours(), "X26ABC1", version, none);
      both("GET", tracking + ids.theirs(), tracking + ids.ours(), "X26ABC2", version, none);
      String details = "/admin/message/";
      both("GET", details + ids.theirs(), details + ids.ours(), "", version, none);
    }
    both("GET", outbox + "/rich", "X26ABC1", version, none);
    for (String query : List.of("?max_results=9", "?max_results=5001", "?continue_from=short")) {
      both("GET", outbox + "/rich" + query, "X26ABC1", version, none);
    }
    String rich = "/messageexchange/X26ABC2/inbox/rich";
    for (String query :
        List.of("", "?max_results=0", "?max_results=2001", "?start_time=2020-01-01T00:00:00")) {
      both("GET", rich + query, "X26ABC2", version, none);
    }
  }

  /** Bodies that were compressed by their sender, and one that a middle chunk of is missing. */
  private void packed(Map<String, String> version) throws Exception {
    byte[] none = {};
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    String outbox = "/messageexchange/X26ABC1/outbox";
    String inbox = "/messageexchange/X26ABC2/inbox/";
    Map<String, String> send =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "content-encoding",
            "gzip",
            "content-type",
            "text/plain");
    Ids one = both("POST", outbox, "X26ABC1", send, packed.toByteArray()).ids();
    both("GET", inbox + one.theirs(), inbox + one.ours(), "X26ABC2", version, none);
    both(
        "GET",
        inbox + one.theirs(),
        inbox + one.ours(),
        "X26ABC2",
        with(version, "accept-encoding", "gzip"),
        none);
    both("HEAD", inbox + one.theirs(), inbox + one.ours(), "X26ABC2", version, none);
    Map<String, String> three =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "mex-chunk-range",
            "1:3");
    Ids gap = both("POST", outbox, "X26ABC1", three, new byte[] {1}).ids();
    String last = "/3";
    both(
        "POST",
        outbox + "/" + gap.theirs() + last,
        outbox + "/" + gap.ours() + last,
        "X26ABC1",
        with(version, "mex-chunk-range", "3:3"),
        new byte[] {3});
    for (String part : List.of("/1", "/2", "/3")) {
      both("GET", inbox + gap.theirs() + part, inbox + gap.ours() + part, "X26ABC2", version, none);
    }
  }

  private void versions() throws Exception {
    byte[] none = {};
    for (String accept :
        List.of(
            "*/*",
            "application/json",
            "text/html",
            "application/vnd.mesh.v1+json",
            "application/vnd.mesh.v3+json",
            "application/vnd.mesh.v2+json;charset=utf-8",
            "application/vnd.mesh.v2+json, */*",
            "application/vnd.mesh+json")) {
      both("GET", "/messageexchange/X26ABC1/inbox", "X26ABC1", headers("Accept", accept), none);
    }
  }

  private void adminMistakes(Map<String, String> version) throws Exception {
    Map<String, String> json = with(version, "content-type", "application/json");
    for (String report :
        List.of(
            "{\"mailbox_id\":\"NOBODY\",\"code\":\"21\",\"description\":\"why\",\"workflow_id\":\"W\"}",
            "{\"mailbox_id\":\"X26ABC1\",\"description\":\"why\",\"workflow_id\":\"W\"}")) {
      byte[] body = report.getBytes(StandardCharsets.UTF_8);
      both("POST", "/messageexchange/admin/report", "", json, body);
    }
    byte[] event = "{\"status\":\"error\"}".getBytes(StandardCharsets.UTF_8);
    both("POST", "/admin/message/NOSUCH/event", "", json, event);
    both("DELETE", "/messageexchange/admin/reset/X26ABC1", "", version, new byte[0]);
    both("DELETE", "/messageexchange/admin/reset", "", version, new byte[0]);
  }

  private void admin(Map<String, String> version) throws Exception {
    Map<String, String> json = with(version, "content-type", "application/json");
    byte[] none = {};
    for (String report :
        List.of(
            """
            {"mailbox_id":"X26ABC1","code":"21","description":"why","workflow_id":"TEST_WORKFLOW","subject":"s",
             "local_id":"l","status":"error","file_name":"f","linked_message_id":"LINKED"}\
            """,
            """
            {"mailbox_id":"X26ABC1","code":"21","description":"why","workflow_id":"TEST_WORKFLOW"}\
            """)) {
      byte[] body = report.getBytes(StandardCharsets.UTF_8);
      Ids ids = both("POST", "/messageexchange/admin/report", "", json, body).ids();
      String inbox = "/messageexchange/X26ABC1/inbox/";
      both("GET", inbox + ids.theirs(), inbox + ids.ours(), "X26ABC1", version, none);
      both("HEAD", inbox + ids.theirs(), inbox + ids.ours(), "X26ABC1", version, none);
      both(
          "GET",
          "/admin/message/" + ids.theirs(),
          "/admin/message/" + ids.ours(),
          "",
          version,
          none);
    }
    both("GET", "/admin/mailbox/X26ABC1", "", version, none);
    both("GET", "/messageexchange/mailbox/X26ABC1", "", version, none);
    both("GET", "/admin/mailbox/NOBODY", "", version, none);
    both("GET", "/admin/message/NOSUCH", "", version, none);
    both("DELETE", "/admin/reset/X26ABC1", "", version, none);
    both("DELETE", "/admin/reset/NOBODY", "", version, none);
    both("DELETE", "/admin/reset", "", version, none);
    both("GET", "/messageexchange/X26ABC2/inbox", "X26ABC2", version, none);
  }
}
