package gpcm.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.LoggerFactory;

/**
 * Sets up the log: one line an event on standard error, as text for people or as JSON for machines.
 */
public final class LogOutput {
  private LogOutput() {}

  /** How a log line looks. */
  public enum Form {
    TEXT,
    JSON
  }

  public static void start(Form form, Level level) {
    start((LoggerContext) LoggerFactory.getILoggerFactory(), form, level);
  }

  static void start(LoggerContext context, Form form, Level level) {
    context.reset();
    configure(context, form, level);
  }

  static void configure(LoggerContext context, Form form, Level level) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, form));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("gpcm").setLevel(level);
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, Form form) {
    EncoderBase<ILoggingEvent> encoder =
        switch (form) {
          case JSON -> new JsonEncoder();
          case TEXT -> {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} %kvp %msg%n");
            yield text;
          }
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
