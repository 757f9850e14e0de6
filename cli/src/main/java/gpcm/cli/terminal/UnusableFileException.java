package gpcm.cli.terminal;

import java.nio.file.FileSystemException;

/**
 * A file the user named cannot be used. The message is one sentence: which file, why, and what to
 * do.
 */
public final class UnusableFileException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /** The sentence is the name as it was given and the rest. */
  public UnusableFileException(String name, String rest) {
    super(name);
    this.sentence = name + " " + rest;
  }

  @Override
  public String getMessage() {
    return sentence;
  }
}
