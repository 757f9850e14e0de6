package gpcm.cli.mesh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that tells a progress bar how far it is. */
final class WatchedInput extends FilterInputStream {
  private final ProgressBar bar;
  private long at;

  WatchedInput(InputStream in, ProgressBar bar, long at) {
    super(in);
    this.bar = bar;
    this.at = at;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    moved(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    moved(Math.max(0, read));
    return read;
  }

  private void moved(int bytes) {
    at += bytes;
    bar.at(at);
  }
}
