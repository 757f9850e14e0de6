package gpcm.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

/** The log for people: nobody writes an event into it that did not happen. */
class TextLogEncoderTest {
  private static final String FORGED = "2026-11-28T10:00:00.000Z WARN  SignIn it was somebody else";

  private static LoggingEvent event(String message, Throwable failure) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "test", context.getLogger("gpcm.node.SignIn"), Level.WARN, message, failure, null);
    event.setInstant(Instant.parse("2026-11-28T09:30:00.120Z"));
    return event;
  }

  private static String line(LoggingEvent event) {
    return new String(new TextLogEncoder().encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void anEventIsOneLineWithItsTimeInUtcAndItsValues() {
    LoggingEvent event = event("refused", null);
    event.setKeyValuePairs(List.of(new KeyValuePair("path", "/outbox")));
    assertThat(line(event))
        .isEqualTo("2026-11-28T09:30:00.120Z WARN  SignIn path=\"/outbox\" refused\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u000b", "\u000c"})
  void aMessageCannotBeginAnotherLine(String end) {
    assertThat(line(event("refused" + end + FORGED, null)).split("\\R", -1)).hasSize(2);
  }

  @Test
  void aValueCannotBeginAnotherLine() {
    LoggingEvent event = event("refused", null);
    event.setKeyValuePairs(List.of(new KeyValuePair("path", "/\n" + FORGED)));
    assertThat(line(event).lines()).hasSize(1);
  }

  @Test
  void theTextOfAFailureCannotBeginAnEvent() {
    String text = line(event("failed", new IllegalStateException("it said\n" + FORGED)));
    assertThat(text).contains("IllegalStateException").contains(FORGED);
    assertThat(text.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("  "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[2J", "\u009b2J", "\u202e", "\u0007", "\u0000"})
  void nothingReachesATerminalThatItObeys(String sign) {
    assertThat(line(event("refused " + sign, null))).doesNotContain(sign.substring(0, 1));
  }
}
