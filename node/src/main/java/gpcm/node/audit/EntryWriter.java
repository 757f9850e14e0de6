package gpcm.node.audit;

import java.io.IOException;

/** Writes entries one after the other, into a stream that stays open. */
interface EntryWriter {
  /** What comes before the first entry. */
  void begin() throws IOException;

  void write(StoredEntry entry) throws IOException;
}
