package gpcm.node.submitting;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.submitting.SubmissionFolder.Seen;
import gpcm.node.submitting.SubmissionFolder.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in a sending folder, and what never leads out of it. */
class SubmissionFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123Z");

  @TempDir Path root;
  private SubmissionFolder folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = new SubmissionFolder(root);
    folder.prepare();
  }

  private Path in(String name) throws IOException {
    return Files.writeString(root.resolve("in").resolve(name), "{}");
  }

  private List<String> telling() throws IOException {
    return folder.waiting().stream().filter(Seen::tells).map(Seen::name).toList();
  }

  @Test
  void tenThousandNamesAreLookedAtTogether() throws IOException {
    for (int i = 0; i < SubmissionFolder.MOST_NAMES + 5; i++) {
      Files.createFile(root.resolve("in").resolve(i + ".json"));
    }
    assertThat(folder.waiting()).hasSize(10_000);
  }

  @Test
  void aNameOfMoreThanTwoHundredBytesTellsNothing() throws IOException {
    in("a".repeat(195) + ".json");
    in("b".repeat(196) + ".json");
    assertThat(telling()).containsExactly("a".repeat(195) + ".json");
  }

  @Test
  void aFolderAndALinkTellNothing() throws IOException {
    Files.createDirectory(root.resolve("in").resolve("folder.json"));
    Files.createSymbolicLink(root.resolve("in").resolve("link.json"), in("real.json"));
    assertThat(telling()).containsExactly("real.json");
  }

  @Test
  void whatSomebodyElseTookIsNotTakenAgain() throws IOException {
    in("one.json");
    assertThat(folder.take("one.json", NOW)).isPresent();
    assertThat(folder.take("one.json", NOW)).isEmpty();
    assertThat(folder.begun()).hasSize(1);
  }

  @Test
  void whatWasTakenKnowsWhenAndIsFoundAgain() throws IOException {
    in("one.json");
    Taken taken = folder.take("one.json", NOW).orElseThrow();
    assertThat(taken.since()).isEqualTo(NOW);
    assertThat(folder.begun()).containsExactly(taken);
  }

  @Test
  void noNameLeadsOutOfTheFolder() throws IOException {
    Path outside = Files.writeString(root.resolve("outside.txt"), "not yours");
    in("one.json");
    Taken taken = folder.take("one.json", NOW).orElseThrow();
    for (String name : List.of("../outside.txt", outside.toString(), "..\\outside.txt", "..")) {
      assertThat(folder.fetch(taken, name)).isEqualTo(Optional.empty());
    }
    assertThat(outside).hasContent("not yours");
  }

  @Test
  void whatTheNodeDidNotMakeInItsOwnFolderIsLeftAlone() throws IOException {
    Path other = Files.createDirectory(root.resolve("begun").resolve("somebody-elses"));
    Files.writeString(other.resolve("one.json"), "{}");
    assertThat(folder.begun()).isEmpty();
    assertThat(other).exists();
  }
}
