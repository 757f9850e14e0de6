package gpcm.cli.terminal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * An event of the log as one line of text; the lines of a failure that follow it are indented.
 * Whatever came from outside, no line begins like an event of its own, and no control character
 * reaches a terminal. Thread-safe.
 */
final class TextLogEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    text.append(TIME.format(event.getInstant()))
        .append(' ')
        .append("%-5s".formatted(event.getLevel()))
        .append(' ')
        .append(event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1))
        .append(' ');
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        text.append(pair.key).append("=\"").append(safe(String.valueOf(pair.value))).append("\" ");
      }
    }
    text.append(safe(event.getFormattedMessage())).append('\n');
    if (event.getThrowableProxy() != null) {
      ThrowableProxyUtil.asString(event.getThrowableProxy())
          .lines()
          .forEach(line -> text.append("  ").append(safe(line)).append('\n'));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String safe(String text) {
    return StrangersText.plain(text);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
