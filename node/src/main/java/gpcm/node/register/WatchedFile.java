package gpcm.node.register;

import gpcm.node.config.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A file that an operator keeps up to date. It is read again whenever it has changed. A new state
 * that cannot be read whole is not taken: the last one that could is used on, and a person is told.
 * Thread-safe.
 *
 * @param <T> what stands in it
 */
public final class WatchedFile<T> {
  private final Path file;
  private final Source<T> source;
  private final Predicate<T> empty;
  private final String what;
  private final RegisterTrouble trouble;
  private FileStamp seen;
  private T contents;
  private String told = "";

  /** Reads a file. */
  @FunctionalInterface
  public interface Source<T> {
    /**
     * What stands in the file now.
     *
     * @throws IllegalArgumentException when a line is not what it should be, naming file and line
     * @throws IOException when it cannot be read
     */
    T read(Path file) throws IOException;
  }

  /**
   * Reads the file.
   *
   * @param what stands in it, in the plural, such as {@code patients}
   * @param empty whether nothing stands in it: that never takes the place of something
   * @throws IllegalArgumentException when a line is not what it should be, naming file and line
   * @throws UncheckedIOException when it cannot be read
   */
  public WatchedFile(
      Path file, String what, Source<T> source, Predicate<T> empty, RegisterTrouble trouble) {
    this.file = file;
    this.what = what;
    this.source = source;
    this.empty = empty;
    this.trouble = trouble;
    try {
      this.seen = FileStamp.of(file);
      this.contents = source.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the " + what + " of " + file + " cannot be read", e);
    }
    trouble.over();
  }

  /** What stands in the file as it is now, or stood in it when it could last be read. */
  public synchronized T current() {
    FileStamp now = FileStamp.NONE;
    try {
      now = FileStamp.of(file);
      if (now.equals(seen)) {
        return contents;
      }
      T read = source.read(file);
      if (!FileStamp.of(file).equals(now)) {
        return contents;
      }
      if (empty.test(read) && !empty.test(contents)) {
        tell(file + " is empty although it had " + what + " before");
      } else {
        contents = read;
        trouble.over();
        told = "";
      }
      // Last: whoever cannot be told now is told when it is read again.
      seen = now;
    } catch (IOException e) {
      // Whatever comes in its place is read, be it as old as what was there.
      seen = FileStamp.NONE;
      tell(file + " cannot be read: " + e.getClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      tell(e.getMessage());
      // Not as it is by now: it may have been mended since.
      seen = now;
    }
    return contents;
  }

  /**
   * Looks at it though nobody asks what stands in it: a person hears that it cannot be used before
   * it is needed, and that it is over.
   */
  public synchronized void look() {
    T unused = current();
    if (!told.isEmpty()) {
      trouble.lasts(told);
    }
  }

  // Broken once is told once; the next change is looked at again.
  private void tell(String reason) {
    if (told.isEmpty()) {
      trouble.told(reason);
    }
    told = reason;
  }
}
