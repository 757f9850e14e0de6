package gpcm.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Sets up the log on standard error. */
public final class LogOutput {
  private LogOutput() {}

  /** One line of text an event, for people. */
  public static void text(Level level) {
    text((LoggerContext) LoggerFactory.getILoggerFactory(), level);
  }

  static void text(LoggerContext context, Level level) {
    TextLogEncoder encoder = new TextLogEncoder();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    encoder.setContext(context);
    encoder.start();
    appender.setEncoder(encoder);
    start(context, appender, level);
  }

  /**
   * One JSON object an event, for machines. From here on this process prints nothing else: what
   * anybody writes to the standard streams, and what ends a thread, become events as well.
   */
  public static void json(Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    JsonLogEncoder encoder = new JsonLogEncoder();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    // Not System.err, which leads here.
    appender.setOutputStream(new FileOutputStream(FileDescriptor.err));
    start(context, appender, level);
    System.setOut(logged("stdout"));
    System.setErr(logged("stderr"));
    org.slf4j.Logger log = LoggerFactory.getLogger(LogOutput.class);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> log.error("thread {} ended", thread.getName(), failure));
  }

  private static PrintStream logged(String name) {
    return new PrintStream(
        new LoggedLines(LoggerFactory.getLogger(name)), true, StandardCharsets.UTF_8);
  }

  private static void start(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, Level level) {
    context.reset();
    appender.setContext(context);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("gpcm").setLevel(level);
    // What they say of a font or a file is of use to nobody, and may quote what a patient sent.
    context.getLogger("org.apache.pdfbox").setLevel(Level.OFF);
    context.getLogger("org.apache.fontbox").setLevel(Level.OFF);
  }
}
