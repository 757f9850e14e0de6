package gpcm.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What is logged unless a command says otherwise: warnings, on standard error. Logback's own
 * default writes everything to standard output, in the middle of a command's result. Logback finds
 * it by its service file.
 */
public final class QuietLog extends ContextAwareBase implements Configurator {
  /** For Logback. */
  public QuietLog() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LogOutput.text(context, Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
