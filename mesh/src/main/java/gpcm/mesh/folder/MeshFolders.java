package gpcm.mesh.folder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders IN, OUT, SENT, FAILED and TEMP of one mailbox. Existing ones are found whatever their
 * case; missing ones are made. A file appears under its name only when it is whole and on disk: it
 * is written in TEMP, synced and moved.
 */
final class MeshFolders {
  private static final Pattern STEM = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  private static final String UNFINISHED = "gpcm-unfinished-";

  /** Longer than anything takes to write. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path in;
  private final Path out;
  private final Path sent;
  private final Path failed;
  private final Path temp;

  private MeshFolders(Path in, Path out, Path sent, Path failed, Path temp) {
    this.in = in;
    this.out = out;
    this.sent = sent;
    this.failed = failed;
    this.temp = temp;
  }

  static MeshFolders open(Path root) {
    try {
      Files.createDirectories(root);
      MeshFolders folders =
          new MeshFolders(
              folder(root, "IN"),
              folder(root, "OUT"),
              folder(root, "SENT"),
              folder(root, "FAILED"),
              folder(root, "TEMP"));
      folders.deleteAbandoned();
      return folders;
    } catch (IOException e) {
      throw new UncheckedIOException("The MESH folders in " + root + " can't be used", e);
    }
  }

  private static Path folder(Path root, String name) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      Optional<Path> existing =
          entries
              .filter(entry -> entry.getFileName().toString().equalsIgnoreCase(name))
              .findFirst();
      return existing.isPresent() ? existing.get() : Files.createDirectories(root.resolve(name));
    }
  }

  /**
   * What earlier runs of ours were killed over. The other side may be writing, so only old ones.
   */
  private void deleteAbandoned() throws IOException {
    FileTime oldest = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temp, UNFINISHED + "*")) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  Path in() {
    return in;
  }

  Path out() {
    return out;
  }

  Path sent() {
    return sent;
  }

  Path failed() {
    return failed;
  }

  Path temp() {
    return temp;
  }

  /**
   * A name as part of a file name.
   *
   * @throws IllegalArgumentException when it could lead elsewhere
   */
  static String checkedStem(String stem) {
    if (!STEM.matcher(stem).matches() || stem.startsWith(".")) {
      throw new IllegalArgumentException(
          "A message in MESH folders is named by letters, digits, dots and hyphens");
    }
    return stem;
  }

  /** A control file in a folder, oldest first. */
  record Control(String stem, Path file, FileTime modified) {}

  static List<Control> controls(Path folder) throws IOException {
    List<Control> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.toList()) {
        String name = file.getFileName().toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".ctl") || !STEM.matcher(name).matches()) {
          continue;
        }
        try {
          found.add(
              new Control(
                  name.substring(0, name.length() - 4), file, Files.getLastModifiedTime(file)));
        } catch (NoSuchFileException e) {
          // Taken by the other side between listing and looking.
        }
      }
    }
    found.sort(
        (a, b) ->
            a.modified().equals(b.modified())
                ? a.stem().compareTo(b.stem())
                : a.modified().compareTo(b.modified()));
    return found;
  }

  /** The control file with this stem. */
  static Optional<Control> control(Path folder, String stem) {
    return find(folder, stem, "ctl")
        .flatMap(
            file -> {
              try {
                return Optional.of(new Control(stem, file, Files.getLastModifiedTime(file)));
              } catch (IOException e) {
                // Taken by the other side between finding and looking.
                return Optional.empty();
              }
            });
  }

  /** A file with this stem and extension, whatever the extension's case. */
  static Optional<Path> find(Path folder, String stem, String extension) {
    for (String spelling : List.of(extension, extension.toUpperCase(Locale.ROOT))) {
      Path file = folder.resolve(stem + "." + spelling);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Puts bytes into a folder under a name, whole and on disk. */
  void place(Path folder, String name, byte[] bytes) throws IOException {
    place(folder, name, new ByteArrayInputStream(bytes));
  }

  /**
   * Puts a stream's content into a folder under a name, whole and on disk. Who may read it is the
   * folder's and the umask's matter: the MESH client often runs as another user than the
   * application.
   */
  void place(Path folder, String name, InputStream content) throws IOException {
    Path unfinished = temp.resolve(UNFINISHED + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.transferTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      move(unfinished, folder.resolve(name));
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Moves a file in one step and makes that durable. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(to.getParent());
    if (!to.getParent().equals(from.getParent())) {
      force(from.getParent());
    }
  }

  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
