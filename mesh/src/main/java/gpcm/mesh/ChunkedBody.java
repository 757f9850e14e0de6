package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The chunks of a message as one stream. A chunk whose connection breaks in the middle is asked for
 * again, and what was already given of it is skipped.
 */
final class ChunkedBody extends InputStream {
  private final MessageHeaders headers;
  private final IntFunction<HttpAnswer> fetch;
  private final int totalChunks;
  private final int retries;
  private InputStream chunk;
  private int number = 1;
  private long givenOfChunk;

  ChunkedBody(HttpAnswer first, MessageHeaders headers, int retries, IntFunction<HttpAnswer> fetch)
      throws IOException {
    this.headers = headers;
    this.fetch = fetch;
    this.totalChunks = headers.totalChunks();
    this.retries = retries;
    chunk = body(first);
  }

  private InputStream body(HttpAnswer answer) throws IOException {
    try {
      return MeshAnswers.body(answer);
    } catch (UnreadableContent e) {
      MeshAnswers.discard(answer);
      throw new MeshUnreadable(headers, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      int read = readChunk(target, offset, length);
      if (read >= 0) {
        givenOfChunk += read;
        return read;
      }
      if (number >= totalChunks) {
        return -1;
      }
      chunk.close();
      number++;
      givenOfChunk = 0;
      chunk = body(fetch.apply(number));
    }
  }

  private int readChunk(byte[] target, int offset, int length) throws IOException {
    Optional<IOException> broken = Optional.empty();
    for (int attempt = 0; ; attempt++) {
      try {
        if (broken.isPresent()) {
          chunk = body(fetch.apply(number));
          chunk.skipNBytes(givenOfChunk);
        }
        return chunk.read(target, offset, length);
      } catch (UnreadableContent e) {
        throw new MeshUnreadable(headers, e);
      } catch (IOException e) {
        if (attempt >= retries) {
          throw e;
        }
        chunk.close();
        broken = Optional.of(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    chunk.close();
  }
}
