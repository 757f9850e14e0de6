package gpcm.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.ConsoleAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Standard output belongs to the command's result alone. */
class QuietLogTest {
  @Test
  void logbackFindsItAndOnlyWarningsGoToStandardError() throws Exception {
    LoggerContext context = new LoggerContext();
    new ContextInitializer(context).autoConfig();

    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    assertThat(root.getLevel()).isEqualTo(Level.WARN);
    assertThat(root.iteratorForAppenders())
        .toIterable()
        .singleElement()
        .isInstanceOfSatisfying(
            ConsoleAppender.class,
            appender -> assertThat(appender.getTarget()).isEqualTo("System.err"));
  }

  @Test
  void theLibrariesThatReadFontsAndFilesOfStrangersSayNothing() throws Exception {
    LoggerContext context = new LoggerContext();
    new ContextInitializer(context).autoConfig();

    assertThat(context.getLogger("org.apache.fontbox.ttf.gsub").isErrorEnabled()).isFalse();
    assertThat(context.getLogger("org.apache.pdfbox.pdfparser").isErrorEnabled()).isFalse();
  }
}
