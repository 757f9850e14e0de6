package gpcm.cli.terminal;

import gpcm.node.config.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

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
      case NotDirectoryException e -> e.getFile() + " is no folder";
      case InvalidPathException e ->
          "'" + plain(e.getInput()) + "' is no name of a file: " + e.getReason();
      case UncheckedIOException e -> text(e.getCause());
      case UnusableFileException e -> e.getMessage();
      case OutOfMemoryError e ->
          "the memory is not enough; give more, such as GPCM_JAVA_OPTIONS=-Xmx2g";
      default -> text == null || text.isBlank() ? unknown(failure) : text;
    };
  }

  public static int exitCode(Throwable failure) {
    return failure instanceof ConfigurationException
            || failure instanceof IllegalArgumentException
            || failure instanceof FileSystemException
        ? BAD_INPUT
        : failure instanceof UncheckedIOException wrapped ? exitCode(wrapped.getCause()) : FAILED;
  }

  /** Why a file cannot be used, for a sentence that names the file itself. */
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException e -> "this user may not";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> text(failure);
    };
  }

  /** A fault of this program: whoever mends it needs to know where it was. */
  private static String unknown(Throwable failure) {
    StackTraceElement[] places = failure.getStackTrace();
    return "a fault of this program"
        + (places.length == 0
            ? ""
            : " (" + places[0].getFileName() + ", line " + places[0].getLineNumber() + ")")
        + "; report it with what was called";
  }

  private static String plain(String text) {
    return StrangersText.replaced(text, "?");
  }
}
