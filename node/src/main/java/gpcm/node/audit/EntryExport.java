package gpcm.node.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/**
 * Writes the entries of an organisation for people and programs, oldest first, however many there
 * are. What it writes cannot be checked by itself; {@link AuditExport} writes what can.
 * Thread-safe.
 */
public final class EntryExport {
  private final AuditSearch search;

  /** Writes what {@code search} finds. */
  public EntryExport(AuditSearch search) {
    this.search = search;
  }

  /**
   * Writes all entries that a query means, whatever its limit. Whoever calls it has written, and
   * committed, an entry about it.
   *
   * @param out stays open, and is flushed
   * @param progress hears after each entry how many are written
   * @return how many entries were written
   * @throws RuntimeException when an entry was changed in the database, naming it; what is written
   *     by then is not whole
   */
  public long write(AuditQuery which, EntryFormat format, OutputStream out, LongConsumer progress)
      throws IOException {
    return write(which, format, out, progress, EntryWriter::write);
  }

  /**
   * Writes all of them for people: one that was changed in the database stands among the others, as
   * changed. Otherwise as {@link #write}.
   */
  public long writeForPeople(AuditQuery which, EntryFormat format, OutputStream out)
      throws IOException {
    return write(
        which,
        format,
        out,
        written -> {},
        (writer, entry) -> {
          try {
            writer.write(entry);
          } catch (LogDamagedException e) {
            writer.writeChanged(entry);
          }
        });
  }

  private interface Writing {
    void write(EntryWriter writer, StoredEntry entry) throws IOException;
  }

  private long write(
      AuditQuery which,
      EntryFormat format,
      OutputStream out,
      LongConsumer progress,
      Writing writing)
      throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    EntryWriter writer = format.writer(buffered);
    writer.begin();
    long[] written = {0};
    search.each(
        which,
        entry -> {
          writing.write(writer, entry);
          progress.accept(++written[0]);
        });
    buffered.flush();
    return written[0];
  }
}
