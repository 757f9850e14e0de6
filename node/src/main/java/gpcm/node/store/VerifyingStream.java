package gpcm.node.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Passes bytes through and, at their end, refuses to end when they are not the bytes that were
 * stored.
 */
final class VerifyingStream extends FilterInputStream {
  private final Content expected;
  private final MessageDigest digest = ContentHash.newDigest();
  private long count;

  VerifyingStream(InputStream in, Content expected) {
    super(in);
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read < 0) {
      verify();
    } else {
      digest.update(buffer, offset, read);
      count += read;
    }
    return read;
  }

  private void verify() throws IOException {
    MessageDigest soFar;
    try {
      soFar = (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IOException("SHA-256 of this platform cannot be copied", e);
    }
    ContentHash found = ContentHash.finished(soFar);
    if (count != expected.size() || !found.equals(expected.hash())) {
      throw new ContentException(
          ("content %s is damaged: stored were %d bytes, found %d bytes with hash %s. Restore it"
                  + " from a backup; storing the same bytes again repairs it too")
              .formatted(expected.hash(), expected.size(), count, found));
    }
  }

  /** Every byte counts towards the hash, so skipping reads. */
  @Override
  public long skip(long bytes) throws IOException {
    byte[] buffer = new byte[8192];
    long left = bytes;
    while (left > 0) {
      int read = read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return bytes - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Does nothing: going back would count bytes twice. */
  @Override
  public void mark(int limit) {}

  @Override
  public void reset() throws IOException {
    throw new IOException("mark and reset are not supported");
  }
}
