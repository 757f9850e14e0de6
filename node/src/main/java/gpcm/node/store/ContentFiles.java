package gpcm.node.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * Large content as files named by their own SHA-256: {@code ab/cdef...}, the first two digits as a
 * folder. A file has its final name only when all its bytes are on the disk.
 */
final class ContentFiles {
  private static final String INCOMING = "incoming";

  private final Path folder;

  ContentFiles(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve(INCOMING));
      sweepIncoming();
    } catch (IOException e) {
      throw new StoreException(
          "content folder %s cannot be used: %s. Check that this user may write to it"
              .formatted(folder, e),
          e);
    }
  }

  /** What a killed process was writing has no name yet, so nothing refers to it. */
  private void sweepIncoming() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(INCOMING))) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /**
   * Writes {@code head} and the rest of {@code tail} to a file and returns once it would survive a
   * power cut.
   */
  Content write(byte[] head, InputStream tail) throws IOException {
    Path fresh = Files.createTempFile(folder.resolve(INCOMING), "", "");
    try {
      MessageDigest digest = ContentHash.newDigest();
      long size;
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
          OutputStream file = Channels.newOutputStream(channel);
          OutputStream digested = new DigestOutputStream(file, digest)) {
        digested.write(head);
        size = head.length + tail.transferTo(digested);
        channel.force(true);
      }
      ContentHash hash = ContentHash.finished(digest);
      Path target = path(hash);
      boolean newFolder = !Files.isDirectory(target.getParent());
      Files.createDirectories(target.getParent());
      // A file of this name has these very bytes; replacing it also repairs one that was damaged.
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder(target.getParent());
      if (newFolder) {
        syncFolder(folder);
      }
      return new Content(hash, size);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  Path path(ContentHash hash) {
    return folder.resolve(hash.hex().substring(0, 2)).resolve(hash.hex().substring(2));
  }

  /** Makes new names in a folder durable. Windows knows no such thing and needs none. */
  static void syncFolder(Path folder) throws IOException {
    if (PostgresBinaries.isWindows()) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
