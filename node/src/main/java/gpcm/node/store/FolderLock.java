package gpcm.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes this process the only node on a data folder. The operating system drops the lock when the
 * process dies, however it dies, so a lock file left behind means nothing by itself.
 */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "node.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock acquire(Path dataFolder) {
    Path file = dataFolder.resolve(NAME);
    FileChannel channel = null;
    try {
      Files.createDirectories(dataFolder);
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = Files.readString(file).strip();
        throw new StoreException(
            ("data folder %s is in use by another node%s. Stop that node, or give this one a folder"
                    + " of its own (setting data-folder)")
                .formatted(dataFolder, holder.isEmpty() ? "" : " (process " + holder + ")"));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new FolderLock(channel);
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw new StoreException(
          "data folder %s cannot be used: %s. Check that it exists and that this user may write to it"
              .formatted(dataFolder, e.getMessage()),
          e);
    } catch (StoreException e) {
      closeQuietly(channel, e);
      throw e;
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process: as taken as by any other
    }
  }

  private static void closeQuietly(FileChannel channel, Exception cause) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException(
          "could not release the lock on the data folder: " + e.getMessage(), e);
    }
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
