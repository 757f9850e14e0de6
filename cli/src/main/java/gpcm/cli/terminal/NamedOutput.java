package gpcm.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A stream into a file that knows what went through it, and whose failures name the file, which the
 * system's own do not.
 */
final class NamedOutput extends OutputStream {
  private final String name;
  private final OutputStream out;
  private final MessageDigest sha256;
  private long bytes;

  NamedOutput(String name, OutputStream out) {
    this.name = name;
    this.out = new BufferedOutputStream(out, 1 << 16);
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    try {
      out.write(from, offset, length);
    } catch (IOException e) {
      throw named(e);
    }
    sha256.update(from, offset, length);
    bytes += length;
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw named(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw named(e);
    }
  }

  /** What was written; asked once, at the end. */
  Written written() {
    return new Written(name, bytes, HexFormat.of().formatHex(sha256.digest()));
  }

  private IOException named(IOException failure) {
    return new IOException(name + " cannot be written: " + FailureMessage.reason(failure), failure);
  }
}
