package gpcm.node.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** A folder for what a running step needs for a moment. */
public final class WorkFolder {
  private WorkFolder() {}

  /** An empty folder: whatever is there was left by a process that was killed. */
  public static Path emptied(Path folder) {
    delete(folder);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the work folder " + folder + " cannot be made", e);
    }
  }

  /** Removes the folders that nodes left behind which are no longer alive. */
  public static void sweep(Path parent, Set<String> alive) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
      for (Path folder : folders) {
        if (!alive.contains(folder.getFileName().toString())) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("left-over files cannot be removed from " + parent, e);
    }
  }

  /** Removes a folder with everything in it; nothing when it is not there. */
  public static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("left-over files cannot be removed from " + folder, e);
    }
  }
}
