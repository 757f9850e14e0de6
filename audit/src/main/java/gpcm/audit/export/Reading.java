package gpcm.audit.export;

import java.util.Optional;

/** The values of a file's lines, one after the other, with a look at the next. Not thread-safe. */
final class Reading<T> implements AutoCloseable {
  /** From the place and the bytes of a line. */
  interface Form<T> {
    T read(String place, byte[] line);
  }

  private final Lines lines;
  private final Form<T> form;
  private Optional<T> next = Optional.empty();
  private boolean looked;

  Reading(Lines lines, Form<T> form) {
    this.lines = lines;
    this.form = form;
  }

  Optional<T> peek() {
    if (!looked) {
      next = lines.next().map(line -> form.read(lines.place(), line));
      looked = true;
    }
    return next;
  }

  Optional<T> next() {
    Optional<T> value = peek();
    looked = false;
    return value;
  }

  @Override
  public void close() {
    lines.close();
  }
}
