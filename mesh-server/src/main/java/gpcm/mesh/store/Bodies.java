package gpcm.mesh.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Large chunks, each in a file of its own. Names are made here; nothing from a message becomes one.
 * Thread-safe.
 */
final class Bodies {
  /** Up to here a chunk is written into the journal beside its message and shares its fsync. */
  static final int SMALL = 64 * 1024;

  private final Path folder;

  Bodies(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  ReceivedBody receive(InputStream in, long limit) throws IOException {
    byte[] start = in.readNBytes((int) Math.min(SMALL + 1L, limit + 1));
    if (start.length > limit) {
      throw new BodyTooLarge(limit);
    }
    return start.length <= SMALL
        ? new ReceivedBody(start, "", start.length)
        : spill(start, in, limit);
  }

  private ReceivedBody spill(byte[] start, InputStream in, long limit) throws IOException {
    String name = UUID.randomUUID().toString();
    Path file = folder.resolve(name);
    boolean kept = false;
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(out, ByteBuffer.wrap(start));
      byte[] buffer = new byte[SMALL];
      long size = start.length;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        if (size > limit) {
          throw new BodyTooLarge(limit);
        }
        writeAll(out, ByteBuffer.wrap(buffer, 0, read));
      }
      out.force(true);
      Journal.forceFolder(folder);
      kept = true;
      return new ReceivedBody(new byte[0], name, size);
    } finally {
      if (!kept) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  InputStream open(String name) throws IOException {
    return Channels.newInputStream(FileChannel.open(folder.resolve(name), StandardOpenOption.READ));
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  /**
   * Deletes files that no message refers to: uploads that a crash cut off before they were
   * accepted.
   */
  int deleteAllBut(Set<String> known) throws IOException {
    Set<String> orphans = new HashSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> !known.contains(name))
          .forEach(orphans::add);
    }
    for (String name : List.copyOf(orphans)) {
      delete(name);
    }
    return orphans.size();
  }
}
