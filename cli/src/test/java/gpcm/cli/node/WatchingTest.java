package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code gpcm status --watch} and {@code gpcm alerts list --watch} print. */
class WatchingTest {
  private final StringWriter out = new StringWriter();
  private final Deque<String> answers =
      new ArrayDeque<>(List.of("1 open.", "1 open.", "No open alerts."));

  private String answer() throws IOException {
    if (answers.isEmpty()) {
      throw new IOException("the node does not answer");
    }
    return answers.pop();
  }

  @Test
  void onceItIsAskedOnce() throws Exception {
    Watching.print(new PrintWriter(out), false, this::answer);
    assertThat(out.toString().lines()).containsExactly("1 open.");
    assertThat(answers).hasSize(2);
  }

  @Test
  void goingOnItPrintsWhatHasChangedUntilTheNodeDoesNotAnswer() {
    assertThatThrownBy(() -> Watching.print(new PrintWriter(out), true, this::answer))
        .isInstanceOf(IOException.class);
    assertThat(out.toString().lines()).containsExactly("1 open.", "No open alerts.");
  }
}
