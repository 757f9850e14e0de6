package gpcm.mesh.store;

/**
 * A chunk that has arrived but belongs to no message yet: small ones in memory, large ones in a
 * file that is already on disk for good. Whoever doesn't store it must {@link MessageStore#discard}
 * it.
 */
public final class ReceivedBody {
  private static final ReceivedBody EMPTY = new ReceivedBody(new byte[0], "", 0);

  private final byte[] small;
  private final String file;
  private final long size;

  ReceivedBody(byte[] small, String file, long size) {
    this.small = small;
    this.file = file;
    this.size = size;
  }

  /** No bytes at all. */
  public static ReceivedBody empty() {
    return EMPTY;
  }

  /** How many bytes arrived. */
  public long size() {
    return size;
  }

  /** The bytes, unless they are in a file. */
  byte[] small() {
    return small;
  }

  /** Name in the bodies folder; empty text when the bytes are in memory. */
  String file() {
    return file;
  }
}
