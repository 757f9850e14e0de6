package gpcm.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody is told who used a command wrongly: the one line that matters. */
class UsageErrorTest {
  @ParameterizedTest(name = "gpcm {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bogus               | gpcm: there is no command 'bogus'; did you mean",
        "biuld               | gpcm: there is no command 'biuld'; did you mean build?",
        "VALIDATE            | did you mean validate?",
        "validat x.xml       | did you mean validate?",
        "mesh inbx           | gpcm mesh: there is no command 'inbx'; did you mean inbox?",
        "node statsu         | gpcm node: there is no command 'statsu'; did you mean status?",
        "testbench lst       | gpcm testbench: there is no command 'lst'; did you mean list?",
        "mesh                | gpcm mesh: Say what to do; see gpcm mesh --help",
        "build --jsn x       | gpcm build: there is no option --jsn; did you mean --json?",
        "validate --strcit x | there is no option --strcit; did you mean --strict?",
        "inspect a b         | gpcm inspect: 'b' is one argument too many; see gpcm inspect --help",
        "respond a.xml       | gpcm respond: Missing required option: '--code",
        "build --input       | gpcm build: Missing required parameter for option '--input'",
        "demo --port x       | gpcm demo: Invalid value for option '--port'",
        "--zzzzzzzzzzzz      | gpcm: there is no option --zzzzzzzzzzzz; see gpcm --help",
      })
  void itIsOneLine(String words, String says) {
    Commands done = Commands.run(words.strip().split(" +"));
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains(says).contains(" --help");
    assertThat(done.err().lines()).hasSize(1);
    assertThat(done.out()).isEmpty();
  }

  /** Whoever types nothing but the name wants to know what there is. */
  @Test
  void theBareNameShowsTheHelp() {
    Commands done = Commands.run();
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("Usage: gpcm", "validate", "Exit codes:");
  }
}
