package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.cli.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm demo} as the process that a person starts. */
class DemoProcessTest {
  @TempDir Path folder;

  private Process demo(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("temporary")));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(Main.class.getName(), "demo"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  @Test
  void aPortThatIsTakenIsToldBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = demo("--once", "--port=" + taken.getLocalPort());
      assertThat(process.waitFor()).isEqualTo(70);
      assertThat(Files.readAllLines(folder.resolve("err")))
          .containsExactly(
              "gpcm demo: port "
                  + taken.getLocalPort()
                  + " is taken by another program; give another with --port, or leave it out");
      assertThat(folder.resolve("out")).isEmptyFile();
      try (Stream<Path> left = Files.list(folder.resolve("temporary"))) {
        assertThat(left.filter(one -> one.getFileName().toString().startsWith("gpcm-demo")))
            .isEmpty();
      }
    }
  }

  @Test
  @Tag("slow")
  void everyDocumentIsCompleted() throws Exception {
    Process process = demo("--json", "--port=0");
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    JsonNode story = JsonMapper.builder().build().readTree(folder.resolve("out").toFile());
    assertThat(story.path("documents"))
        .hasSize(6)
        .allMatch(document -> document.path("state").asText().equals("completed"));
    assertThat(story.path("documents"))
        .extracting(document -> document.path("business").asText())
        .containsOnlyOnce("30007");
    List<String> acts = new ArrayList<>();
    story
        .path("staff")
        .forEach(act -> acts.add(act.path("who").asText() + " " + act.path("did").asText()));
    assertThat(acts)
        .anyMatch(act -> act.startsWith("clinician at the pharmacy looked at"))
        .anyMatch(act -> act.contains("confirmed the allergy \"Allergy to penicillin\""))
        .anyMatch(act -> act.equals("clerk at the practice completed it"))
        .filteredOn(act -> act.contains("confidential"))
        .singleElement()
        .satisfies(act -> assertThat(act).doesNotContain("Sampleton").doesNotContain("A99901"));
    assertThat(story.path("scenes"))
        .allMatch(scene -> scene.path("happened").asBoolean())
        .extracting(scene -> scene.path("scene").asText())
        .containsExactly("waits", "held", "replaces", "failed", "resent");
    assertThat(story.path("open"))
        .allMatch(work -> work.path("open").asBoolean())
        .allMatch(work -> work.path("page").asText().matches("/(worklist|outbox)/[0-9a-f-]{36}"))
        .extracting(work -> work.path("work").asText() + ": " + work.path("who").asText())
        .containsExactly(
            "review: clinician at the practice",
            "declined: sender at the triage",
            "undelivered: sender at the hub",
            "confidential: clinician at the practice");
    assertThat(story.path("mails"))
        .isNotEmpty()
        .allMatch(mail -> mail.path("to").asText().equals("desk@hub.example"))
        .anyMatch(mail -> mail.path("subject").asText().contains("was not delivered"))
        .noneMatch(mail -> mail.toString().contains("Testpatient"));
  }

  @Test
  @Tag("slow")
  void throughFoldersTheSameIsLeftOpenButForThePharmacys() throws Exception {
    Process process = demo("--json", "--port=0", "--transport=folders");
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    JsonNode story = JsonMapper.builder().build().readTree(folder.resolve("out").toFile());
    assertThat(story.path("open"))
        .allMatch(work -> work.path("open").asBoolean())
        .extracting(work -> work.path("work").asText())
        .containsExactly("review", "undelivered", "confidential");
  }

  @Test
  @Tag("slow")
  void anotherRunInTheSameFolderTellsWhatIsThereAndHandsNothingIn() throws Exception {
    String kept = "--data-folder=" + folder.resolve("kept");
    assertThat(demo("--once", "--port=0", kept).waitFor()).isZero();

    Process again = demo("--once", "--port=0", kept);

    assertThat(again.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    assertThat(Files.readString(folder.resolve("out")))
        .contains("an earlier run")
        .contains("Done: 13 documents are where they belong; waiting for a person: 1.")
        .doesNotContain("signed in", "can come between");
  }

  @Test
  @Tag("slow")
  void whatAnEarlierRunLeftWaitingIsNoFailureOfALaterOne() throws Exception {
    String kept = "--data-folder=" + folder.resolve("kept");
    Process first = demo("--port=0", kept);
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> !first.isAlive() || said("The node stays up"));
    first.destroy();
    int ended = first.waitFor();

    Process again = demo("--once", "--port=0", kept);

    assertThat(again.waitFor()).as("after " + ended).isZero();
    assertThat(Files.readString(folder.resolve("out")))
        .contains(
            "waits for its time",
            "are where they belong; waiting for their time: 1; waiting for a person: 1.");
  }

  @Test
  @Tag("slow")
  void eachPersonaGetsALinkAndWithoutOneNothingIsShown() throws Exception {
    Process process = demo("--port=0");
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofMinutes(4))
          .until(() -> !process.isAlive() || links().size() == DemoPersona.values().length);
      assertThat(links()).as(Files.readString(folder.resolve("err"))).hasSize(9);
      for (URI link : links()) {
        HttpResponse<String> page =
            http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Sign in with a link").doesNotContain("Testpatient");
      }
      HttpResponse<String> outbox =
          http.send(
              HttpRequest.newBuilder(links().getFirst().resolve("/outbox")).build(),
              BodyHandlers.ofString());
      assertThat(outbox.statusCode()).isEqualTo(303);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  @Tag("slow")
  void theClockIsPushedOnByWhoeverWasGivenTheAddress() throws Exception {
    Process process = demo("--port=0");
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofMinutes(4))
          .until(() -> !process.isAlive() || said("The node stays up"));
      URI desk = desk();
      String page = page(http, desk);
      assertThat(page)
          .contains("was not delivered", "To desk@hub.example", "/sign-in/link")
          .contains("Documents that wait for their time: 1");
      assertThat(push(http, desk.resolve("/three-hours")).statusCode())
          .as("without the secret part of the address")
          .isEqualTo(404);
      assertThat(push(http, URI.create(desk + "/a-year")).statusCode()).isEqualTo(404);
      assertThat(push(http, URI.create(desk + "/three-hours")).statusCode()).isEqualTo(303);
      await()
          .atMost(Duration.ofMinutes(4))
          .untilAsserted(
              () -> assertThat(page(http, desk)).contains("Documents that wait for their time: 0"));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private boolean said(String words) throws IOException {
    return Files.readString(folder.resolve("out")).contains(words);
  }

  private URI desk() throws IOException {
    return Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/[0-9a-f]{32}")
        .matcher(Files.readString(folder.resolve("out")))
        .results()
        .map(found -> URI.create(found.group()))
        .findFirst()
        .orElseThrow();
  }

  private static String page(HttpClient http, URI desk) throws Exception {
    return http.send(HttpRequest.newBuilder(desk).build(), BodyHandlers.ofString()).body();
  }

  private static HttpResponse<String> push(HttpClient http, URI where) throws Exception {
    return http.send(
        HttpRequest.newBuilder(where).POST(HttpRequest.BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private List<URI> links() throws IOException {
    return Pattern.compile("http://\\S+/sign-in/link\\S+")
        .matcher(Files.readString(folder.resolve("out")))
        .results()
        .map(found -> URI.create(found.group().replaceAll("\u001b.*", "")))
        .toList();
  }

  /** No document can have been to the practice and back before the first look. */
  @Test
  void aDocumentThatIsNotCompletedInTimeIsOne() throws Exception {
    Process process = demo("--json", "--port=0", "--wait=0");
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isEqualTo(1);
    JsonNode story = JsonMapper.builder().build().readTree(folder.resolve("out").toFile());
    assertThat(story.path("documents"))
        .isNotEmpty()
        .noneMatch(document -> document.path("state").asText().equals("completed"));
  }
}
