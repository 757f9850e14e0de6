package gpcm.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The bundled PostgreSQL programs, unpacked once for each user and version.
 *
 * <p>They go into the user's cache folder and not into the system's temporary folder: cleaners of
 * temporary files would take the programs away under a running server.
 */
final class PostgresBinaries {
  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  /**
   * The programs for this machine, unpacked under the user's cache folder, or under {@code
   * fallback} without one.
   */
  static PostgresBinaries unpacked(Path fallback) {
    byte[] archive = archiveForThisMachine();
    String name = "postgresql-%d-%08x".formatted(archive.length, checksum(archive));
    Path folder = cacheFolder().orElse(fallback).resolve(name);
    if (!Files.isDirectory(folder)) {
      try {
        unpack(archive, folder);
      } catch (IOException e) {
        throw new PostgresException(
            "the bundled PostgreSQL could not be unpacked to %s: %s. Free some space (90 MB) or set database.url to a"
                    .formatted(folder, e)
                + " PostgreSQL server of your own",
            e);
      }
    }
    return new PostgresBinaries(folder);
  }

  // It only tells the archives of several versions apart, at each start: no digest is needed.
  private static long checksum(byte[] archive) {
    CRC32 checksum = new CRC32();
    checksum.update(archive);
    return checksum.getValue();
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(isWindows() ? name + ".exe" : name);
  }

  /** Whether the server can load this library; not every platform's archive has every one. */
  boolean hasLibrary(String name) {
    return Stream.of(
            "lib/postgresql/" + name + ".so",
            "lib/postgresql/" + name + ".dylib",
            "lib/" + name + ".dll")
        .anyMatch(file -> Files.exists(folder.resolve(file)));
  }

  static boolean isWindows() {
    return operatingSystem().startsWith("windows");
  }

  static boolean isLinux() {
    return operatingSystem().startsWith("linux");
  }

  private static String operatingSystem() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT);
  }

  private static byte[] archiveForThisMachine() {
    String system = isWindows() ? "Windows" : isLinux() ? "Linux" : "Darwin";
    String machine = System.getProperty("os.arch");
    String hardware = machine.equals("amd64") ? "x86_64" : machine;
    try (InputStream archive =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, hardware)) {
      return archive.readAllBytes();
    } catch (IOException | IllegalStateException e) {
      throw new PostgresException(
          ("no bundled PostgreSQL for %s on %s. Set database.url to a PostgreSQL server of your"
                  + " own, or build with -Pall-platforms")
              .formatted(system, machine),
          e);
    }
  }

  private static Optional<Path> cacheFolder() {
    String chosen = System.getenv("XDG_CACHE_HOME");
    Path base =
        chosen == null || chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(chosen);
    Path folder = base.resolve("gpcm");
    try {
      Files.createDirectories(folder);
      return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
    } catch (IOException e) {
      return Optional
          .empty(); // a service account without a home folder: unpack beside the data instead
    }
  }

  /**
   * Unpacks beside the target and renames, so that a half unpacked folder never carries the final
   * name.
   */
  private static void unpack(byte[] archive, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path fresh = Files.createTempDirectory(target.getParent(), "unpacking-");
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpackEntry(tar, entry, fresh);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(
          target)) { // otherwise another process was quicker, and its copy serves as well
        throw e;
      }
    } finally {
      deleteTree(fresh);
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("entry outside the archive's folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink() || entry.isLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true)) {
      throw new IOException("could not make %s executable".formatted(path));
    }
  }

  /** Makes new names in a folder durable. Windows knows no such thing and needs none. */
  static void syncFolder(Path folder) throws IOException {
    if (isWindows()) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
