package gpcm.cli.terminal;

import gpcm.node.config.ConfigurationException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** How a failure is told to the person at the terminal: one clear text, no stack trace. */
public final class FailureMessage {
  public static final int BAD_INPUT = 2;
  public static final int FAILED = 70;

  private FailureMessage() {}

  public static String text(Throwable failure) {
    String text = failure.getMessage();
    return switch (failure) {
      case NoSuchFileException e -> e.getFile() + " is not there";
      case FileAlreadyExistsException e ->
          e.getFile() + " is there already, and nothing is overwritten; choose another name";
      case AccessDeniedException e -> e.getFile() + " may not be read or written by this user";
      default -> text == null || text.isBlank() ? failure.getClass().getSimpleName() : text;
    };
  }

  public static int exitCode(Throwable failure) {
    return failure instanceof ConfigurationException
            || failure instanceof IllegalArgumentException
            || failure instanceof FileSystemException
        ? BAD_INPUT
        : FAILED;
  }
}
