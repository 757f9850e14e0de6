package gpcm.cli.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import gpcm.mesh.testing.MeshServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands that docs/testbench.md shows, on the MESH server that it starts. */
class TestbenchPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("project.root", ".."), "docs/testbench.md");

  @RegisterExtension static final MeshServerExtension MESH = MeshServerExtension.sandbox();

  /** The commands of one section, without ./gpcm and remarks. */
  private static List<String> commands(String from, String to) throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf(from), page.indexOf(to));
    return section
        .lines()
        .filter(line -> line.startsWith("    ./gpcm "))
        .map(line -> line.replaceFirst(" +#.*", "").strip().substring("./gpcm ".length()))
        .toList();
  }

  private static Commands run(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command.split(" +")));
    if (!command.equals("testbench list")) {
      words.add("--url=" + MESH.server().url());
      words.add("--poll=1");
    }
    words.addAll(List.of(more));
    return Commands.run(words.toArray(String[]::new));
  }

  private static <T> T withReceiver(String command, Callable<T> work) throws Exception {
    FutureTask<Commands> receiver = new FutureTask<>(() -> run(command));
    Thread thread = Thread.ofVirtual().start(receiver);
    try {
      return work.call();
    } finally {
      thread.interrupt();
      receiver.get();
    }
  }

  @Test
  void theCommandsWorkTogether() throws Exception {
    List<String> commands = commands("# The test bench", "## Testing a receiver");
    assertThat(commands).hasSize(3);
    assertThat(commands.getFirst()).isEqualTo("mesh serve"); // as the extension does
    Commands sent = withReceiver(commands.get(1), () -> run(commands.get(2)));
    assertThat(sent.exitCode()).as(sent.out() + sent.err()).isZero();
  }

  @Test
  void eachCommandForAReceiverWorks() throws Exception {
    List<String> commands = commands("## Testing a receiver", "## Testing a sender");
    assertThat(commands).hasSize(4);
    for (String command : commands) {
      String whole =
          command
              .replace("--to MAILBOX", "--to X26ABC2")
              .replace("--to GPPROVIDER", "--to X26ABC2")
              .replace("--nhs-number ...", "--nhs-number 9990000018")
              .replace("--birth-date ...", "--birth-date 1957-01-09")
              .replace("--surname ...", "--surname Testpatient");
      assertThat(whole).doesNotContain("...").doesNotContain("MAILBOX");
      Commands done =
          withReceiver(
              "testbench receive --mailbox X26ABC2",
              () -> whole.equals("testbench list") ? run(whole) : run(whole, "--mailbox=X26ABC1"));
      assertThat(done.exitCode()).as(whole + done.out() + done.err()).isZero();
    }
  }
}
