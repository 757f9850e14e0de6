package gpcm.node.audit;

import java.io.IOException;

/** Writes entries one after the other, into a stream that stays open. */
interface EntryWriter {
  /** What comes before the first entry. */
  void begin() throws IOException;

  /**
   * Writes one.
   *
   * @throws LogDamagedException when it was changed; nothing of it is written then
   */
  void write(StoredEntry entry) throws IOException;

  /** Writes of one that was changed that it was, when, and which it is. */
  void writeChanged(StoredEntry entry) throws IOException;
}
