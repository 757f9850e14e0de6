package gpcm.mesh.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** One file of the journal. Reading is thread-safe; writing belongs to one thread. */
final class Segment implements AutoCloseable {
  private final long number;
  private final Path file;
  private final FileChannel channel;
  private long end;

  private Segment(long number, Path file, FileChannel channel, long end) {
    this.number = number;
    this.file = file;
    this.channel = channel;
    this.end = end;
  }

  static Segment open(Path folder, long number) throws IOException {
    Path file = folder.resolve("journal-%012d".formatted(number));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new Segment(number, file, channel, channel.size());
  }

  long number() {
    return number;
  }

  long end() {
    return end;
  }

  /**
   * Writes frames at the end; not durable before {@link #force()}. On failure the file is as it
   * was.
   */
  void write(List<Frame> frames) throws IOException {
    ByteBuffer[] buffers =
        frames.stream().map(frame -> frame.bytes().duplicate()).toArray(ByteBuffer[]::new);
    long length = 0;
    for (ByteBuffer buffer : buffers) {
      length += buffer.remaining();
    }
    try {
      channel.position(end);
      for (long written = 0; written < length; ) {
        written += channel.write(buffers);
      }
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
    end += length;
  }

  void force() throws IOException {
    channel.force(false);
  }

  void read(ByteBuffer target, long offset) throws IOException {
    long at = offset;
    while (target.hasRemaining()) {
      int read = channel.read(target, at);
      if (read < 0) {
        throw new EOFException(file.getFileName() + " ends before " + (offset + target.limit()));
      }
      at += read;
    }
  }

  /**
   * Gives every whole frame to the reader. Where the file stops being whole, the rest is copied
   * aside and cut off, provided this is the last segment; in an older one it is damage and an
   * error.
   */
  long recover(boolean last, FrameReader reader) throws IOException {
    long at = 0;
    ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
    while (at + Frame.HEADER <= end) {
      read(header.clear(), at);
      int length = header.getInt(0);
      if (length < 9 || length > Frame.LONGEST || at + Frame.HEADER + length > end) {
        break;
      }
      ByteBuffer payload = ByteBuffer.allocate(length);
      read(payload, at + Frame.HEADER);
      if (Frame.checksum(payload, 0, length) != header.getInt(4)) {
        break;
      }
      parse(payload.flip(), at + Frame.HEADER, reader);
      at += Frame.HEADER + length;
    }
    long torn = end - at;
    if (torn > 0) {
      if (!last) {
        throw new IOException(
            "%s is damaged at byte %d of %d; restore it from a copy"
                .formatted(file.getFileName(), at, end));
      }
      cutTail(at);
    }
    return torn;
  }

  private void parse(ByteBuffer payload, long offset, FrameReader reader) throws IOException {
    List<Change> changes = new ArrayList<>();
    List<BodyLocation> bodies = new ArrayList<>();
    while (payload.hasRemaining()) {
      byte type = payload.get();
      byte[] json = new byte[payload.getInt()];
      payload.get(json);
      int size = payload.getInt();
      changes.add(ChangeCodec.read(type, json));
      bodies.add(new BodyLocation(number, offset + payload.position(), "", size));
      payload.position(payload.position() + size);
    }
    reader.frame(changes, bodies);
  }

  private void cutTail(long at) throws IOException {
    try (FileChannel aside =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".torn"),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.transferTo(at, end - at, aside);
      aside.force(true);
    }
    channel.truncate(at);
    channel.force(true);
    end = at;
  }

  /** Receives what a frame holds. */
  interface FrameReader {
    void frame(List<Change> changes, List<BodyLocation> bodies);
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't close " + file, e);
    }
  }
}
