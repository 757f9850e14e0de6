package gpcm.cli.audit;

import gpcm.cli.terminal.FileOutput;
import gpcm.cli.terminal.UnusableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The folder or ZIP file of an export that can be verified. It appears whole or not at all; a ZIP
 * file is only overwritten with {@code --force}, a folder with something in it never is.
 */
final class LogFile {
  private static final String ZIP = ".zip";

  private LogFile() {}

  private static Path path(FileOutput output) {
    return Path.of(output.file().orElseThrow()).toAbsolutePath();
  }

  /** Finds out whether it can be written, and changes nothing. */
  static void check(FileOutput output) throws IOException {
    Path path = path(output);
    if (path.toString().endsWith(ZIP)) {
      output.check();
      return;
    }
    String name = output.file().orElseThrow();
    if (Files.exists(path)) {
      if (!Files.isDirectory(path)) {
        throw new UnusableFileException(name, "is a file; give a folder, or a name ending in .zip");
      }
      try (Stream<Path> inside = Files.list(path)) {
        if (inside.findAny().isPresent()) {
          throw new UnusableFileException(
              name, "has something in it, and nothing of it is overwritten; give another folder");
        }
      }
    } else if (!Files.isDirectory(path.getParent())) {
      throw new UnusableFileException(
          name, "cannot be written: there is no folder " + path.getParent() + "; make it first");
    }
  }

  /** Lets the export be written aside, and gives it its name when it is whole. */
  static long write(FileOutput output, ToLongFunction<Path> export) throws IOException {
    Path path = path(output);
    boolean zip = path.toString().endsWith(ZIP);
    Path part =
        path.resolveSibling(
            "." + path.getFileName() + "." + UUID.randomUUID() + ".part" + (zip ? ZIP : ""));
    try {
      long entries = export.applyAsLong(part);
      check(output);
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
      return entries;
    } finally {
      delete(part);
    }
  }

  private static void delete(Path part) throws IOException {
    if (!Files.exists(part)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(part)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
