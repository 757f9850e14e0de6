package gpcm.node.submitting;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.submitting.SubmissionFolder.Seen;
import gpcm.node.submitting.SubmissionFolder.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

  private Optional<Taken> take(String name, String... beside) throws IOException {
    List<Seen> there = folder.waiting().oldest();
    return folder.take(
        there.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElse(new Seen(name, 2, NOW, true)),
        there.stream().filter(each -> List.of(beside).contains(each.name())).toList(),
        NOW);
  }

  private List<String> telling() throws IOException {
    return folder.waiting().oldest().stream().filter(Seen::tells).map(Seen::name).toList();
  }

  @Test
  void tenThousandNamesAreLookedAtTogether() throws IOException {
    for (int i = 0; i < SubmissionFolder.MOST_NAMES + 5; i++) {
      Files.createFile(root.resolve("in").resolve(i + ".json"));
    }
    assertThat(folder.waiting().oldest()).hasSize(10_000);
    assertThat(folder.waiting().all()).isEqualTo(10_005);
  }

  @Test
  void ofMoreThanThatTheOldestComeFirst() throws IOException {
    for (int i = 0; i < SubmissionFolder.MOST_NAMES + 5; i++) {
      Path file = Files.createFile(root.resolve("in").resolve(i + ".json"));
      Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(i)));
    }
    List<Seen> oldest = folder.waiting().oldest();
    assertThat(oldest.getFirst().name()).isEqualTo(SubmissionFolder.MOST_NAMES + 4 + ".json");
    assertThat(oldest.getLast().name()).isEqualTo("5.json");
  }

  @Test
  void whatBelongsToNothingHoldsUpNoConsultation() throws IOException {
    for (int i = 0; i < SubmissionFolder.MOST_NAMES + 5; i++) {
      Files.createFile(root.resolve("in").resolve(i + ".pdf"));
    }
    in("late.json");
    assertThat(telling()).containsExactly("late.json");
  }

  @Test
  void whatIsTakenInOneMomentIsBegunInThatOrder() throws IOException {
    for (int i = 0; i < 20; i++) {
      in(i + ".json");
      assertThat(take(i + ".json")).isPresent();
    }
    assertThat(folder.begun().stream().map(Taken::name))
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(String::valueOf).toList());
  }

  @Test
  void onlyWhatLayBesideItWhenItWasTakenEverGoesWithIt() throws IOException {
    in("one.json");
    in("notes.txt");
    Taken taken = take("one.json", "notes.txt").orElseThrow();
    Files.delete(root.resolve("in").resolve("notes.txt"));
    Files.writeString(root.resolve("in").resolve("notes.txt"), "Of another patient");
    in("later.txt");
    assertThat(folder.fetch(taken, "notes.txt")).isEmpty();
    assertThat(folder.fetch(taken, "later.txt")).isEmpty();
    assertThat(root.resolve("in").resolve("notes.txt")).exists();
  }

  // Killed after it was written down what lies beside it, and before it was taken.
  @Test
  void whatWasNotTakenAfterAllLeavesNothing() throws IOException {
    in("one.json");
    Taken taken = take("one.json").orElseThrow();
    Files.move(taken.json(), root.resolve("in").resolve("one.json"));
    assertThat(folder.begun()).isEmpty();
    assertThat(taken.folder()).doesNotExist();
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
    assertThat(take("one.json")).isPresent();
    assertThat(take("one.json")).isEmpty();
    assertThat(folder.begun()).hasSize(1);
  }

  @Test
  void whatWasTakenKnowsWhenAndIsFoundAgain() throws IOException {
    in("one.json");
    Taken taken = take("one.json").orElseThrow();
    assertThat(taken.since()).isEqualTo(NOW);
    assertThat(folder.begun()).containsExactly(taken);
  }

  @Test
  void noNameLeadsOutOfTheFolder() throws IOException {
    Path outside = Files.writeString(root.resolve("outside.txt"), "not yours");
    in("one.json");
    Taken taken = take("one.json", "one.json").orElseThrow();
    for (String name : List.of("../outside.txt", outside.toString(), "..\\outside.txt", "..")) {
      assertThat(folder.seen(name)).isEqualTo(Optional.empty());
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
