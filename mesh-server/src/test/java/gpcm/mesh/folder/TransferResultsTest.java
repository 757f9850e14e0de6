package gpcm.mesh.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lies in SENT and FAILED is read, set aside, and read again only once it has changed. */
class TransferResultsTest extends FoldersFixture {
  private List<String> results() {
    return application.results().stream().map(FolderMailbox.TransferResult::id).toList();
  }

  private Path finishedPairOfAnother(String name) throws IOException {
    Path control = folders.resolve("SENT/" + name + ".ctl");
    Files.write(folders.resolve("SENT/" + name + ".dat"), bytes("x"));
    Files.write(
        control,
        bytes(
            "<DTSControl><LocalId>theirs</LocalId><StatusRecord><Status>SUCCESS</Status>"
                + "</StatusRecord></DTSControl>"));
    return control;
  }

  @Test
  void pairThatIsSetAsideIsNotReadAgainBeforeItChanges() throws IOException {
    Path theirs = finishedPairOfAnother("THEIRS");
    String ours = application.send(message("ours", bytes("x"))).messageId();
    agent.run();
    assertThat(results()).containsExactlyInAnyOrder("THEIRS", ours);
    application.setAside("THEIRS");
    assertThat(results()).containsExactly(ours);
    var written = Files.getLastModifiedTime(theirs);
    Files.writeString(theirs, "whoever reads this now would find it broken");
    Files.setLastModifiedTime(theirs, written);
    assertThat(results()).containsExactly(ours);
    finishedPairOfAnother("THEIRS");
    Files.setLastModifiedTime(theirs, FileTime.fromMillis(written.toMillis() + 2_000));
    assertThat(results()).containsExactlyInAnyOrder("THEIRS", ours);
    assertThat(theirs).as("it stays for whom it belongs to").exists();
  }

  @Test
  void resultsOfOneHandedOverAgainComeBackThoughTheyWereSetAside() {
    String ours = application.send(message("again", bytes("x"))).messageId();
    agent.run();
    application.setAside(ours);
    assertThat(results()).isEmpty();
    assertThat(application.send(message("again", bytes("x"))).foundByTracking()).isTrue();
    assertThat(results()).containsExactly(ours);
  }

  @Test
  void brokenControlFileInSentIsReadAgainWhenItChangesOnly() throws IOException {
    Path broken = finishedPairOfAnother("BROKEN");
    Files.writeString(broken, "<DTSControl><Stat");
    assertThat(results()).isEmpty();
    var written = Files.getLastModifiedTime(broken);
    finishedPairOfAnother("BROKEN");
    Files.setLastModifiedTime(broken, written);
    assertThat(results()).isEmpty();
    Files.setLastModifiedTime(broken, FileTime.fromMillis(written.toMillis() + 2_000));
    assertThat(results()).containsExactly("BROKEN");
  }
}
