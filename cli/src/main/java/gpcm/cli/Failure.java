package gpcm.cli;

import gpcm.node.config.ConfigurationException;

/** How a failure is told to the person at the terminal: one clear text, no stack trace. */
final class Failure {
  static final int BAD_INPUT = 2;
  static final int FAILED = 70;

  private Failure() {}

  static String text(Throwable failure) {
    String text = failure.getMessage();
    return text == null || text.isBlank() ? failure.getClass().getSimpleName() : text;
  }

  static int exitCode(Throwable failure) {
    return failure instanceof ConfigurationException || failure instanceof IllegalArgumentException
        ? BAD_INPUT
        : FAILED;
  }
}
