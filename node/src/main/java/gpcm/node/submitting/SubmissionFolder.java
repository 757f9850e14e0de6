package gpcm.node.submitting;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder by which a system tells what happened to consultations: {@code in/} is what it writes
 * to, {@code out/} what it reads from. What is taken moves to {@code begun/} first, whole and under
 * an id of its own, and then to {@code done/} or {@code refused/}; each step is a rename, so that
 * after a fault anywhere nothing is lost. No link is followed, and a name is never a path. Belongs
 * to one lane.
 */
final class SubmissionFolder {
  /** How many names are looked at together. */
  static final int MOST_NAMES = 10_000;

  /** What an answer is called is longer, and must be a name too. */
  private static final int LONGEST = 200;

  private static final String JSON = ".json";
  private static final Pattern NAME =
      Pattern.compile("[^.\\p{Cntrl}/\\\\:][^\\p{Cntrl}/\\\\:]{0,254}");
  private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{9}-[0-9]{6}-[0-9a-f-]{36}");
  private static final DateTimeFormatter TAKEN =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  // So that a disk that is full is found out.
  private static final int PROBE = 4096;

  private static final int MOST_NUMBERS = 1_000_000;

  private final Path root;
  private int number;

  SubmissionFolder(Path root) {
    this.root = root;
  }

  /** A file as it is found in {@code in/}; equal to itself for as long as nobody writes to it. */
  record Seen(String name, long size, Instant changed, boolean plain) {
    /** Whether it tells of a consultation. */
    boolean tells() {
      return plain
          && name.length() > JSON.length()
          && name.endsWith(JSON)
          && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }
  }

  /**
   * What was taken.
   *
   * @param folder where it is now
   * @param id which it has from now on, in whichever folder it lies
   * @param name of the file that tells of a consultation, without its ending
   */
  record Taken(Path folder, String id, String name) {
    Path json() {
      return folder.resolve(name + JSON);
    }

    /** When it was taken. */
    Instant since() {
      return Instant.from(TAKEN.parse(id.substring(0, id.indexOf('-'))));
    }
  }

  /** Makes what is not there yet, and finds out whether it can be written to. */
  void prepare() throws IOException {
    for (String each : List.of("in", "begun", "done", "refused", "out")) {
      Files.createDirectories(root.resolve(each));
    }
    Path probe = root.resolve("out").resolve(".probe-" + UUID.randomUUID());
    try {
      Files.write(probe, new byte[PROBE], StandardOpenOption.CREATE_NEW);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /**
   * What lies in {@code in/}.
   *
   * @param oldest of those that tell of consultations and of the others, so many of each at most,
   *     the oldest first
   * @param all how many there are
   */
  record Lying(List<Seen> oldest, long all) {}

  /** What lies in {@code in/}. */
  Lying waiting() throws IOException {
    Oldest telling = new Oldest();
    Oldest others = new Oldest();
    long all = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve("in"))) {
      for (Path each : files) {
        Optional<Seen> seen =
            each.getFileName().toString().startsWith(".") ? Optional.empty() : seen(each);
        if (seen.isPresent()) {
          all++;
          (seen.get().tells() ? telling : others).add(seen.get());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new Lying(Oldest.of(telling, others), all);
  }

  /** The file of this name in {@code in/}, if there is one. */
  Optional<Seen> seen(String name) throws IOException {
    try {
      return NAME.matcher(name).matches()
          ? seen(root.resolve("in").resolve(name))
          : Optional.empty();
    } catch (InvalidPathException e) {
      // No file can be called so on this machine.
      return Optional.empty();
    }
  }

  private static Optional<Seen> seen(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      String name = file.getFileName().toString();
      return Optional.of(
          new Seen(
              name,
              found.size(),
              found.lastModifiedTime().toInstant(),
              found.isRegularFile() && NAME.matcher(name).matches()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The bytes of a file in {@code in/}, or one more than {@code most}. */
  byte[] peek(String name, int most) throws IOException {
    return read(root.resolve("in").resolve(name), most);
  }

  /** The bytes of a file, or one more than {@code most}. */
  static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = open(file)) {
      return in.readNBytes(most + 1);
    }
  }

  /** A file's bytes, if it is no link. */
  static InputStream open(Path file) throws IOException {
    return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Takes a file that tells of a consultation; empty when somebody else was first.
   *
   * @param beside what belongs to it, as it lies there now: no other file of that name ever does
   */
  Optional<Taken> take(Seen json, List<Seen> beside, Instant now) throws IOException {
    number = (number + 1) % MOST_NUMBERS;
    String id = "%s-%06d-%s".formatted(TAKEN.format(now), number, UUID.randomUUID());
    String name = json.name();
    Path folder = Files.createDirectory(root.resolve("begun").resolve(id));
    try {
      new Beside(folder).write(beside);
      Files.move(
          root.resolve("in").resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(new Taken(folder, id, name.substring(0, name.length() - JSON.length())));
    } catch (NoSuchFileException e) {
      forget(folder);
      return Optional.empty();
    }
  }

  private static void forget(Path folder) throws IOException {
    new Beside(folder).forget();
    Files.deleteIfExists(folder);
  }

  /** What lay beside it when it was taken. */
  List<Seen> beside(Taken taken) throws IOException {
    return new Beside(taken.folder()).read();
  }

  /** Whether it is not done with. */
  boolean isBegun(Taken taken) {
    return Files.exists(taken.folder());
  }

  /** What was taken and is not done with, the first one first. */
  List<Taken> begun() throws IOException {
    List<Taken> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root.resolve("begun"))) {
      for (Path folder : folders.sorted().limit(MOST_NAMES).toList()) {
        Optional<String> name = told(folder);
        if (name.isPresent()) {
          all.add(new Taken(folder, folder.getFileName().toString(), name.get()));
        }
      }
    }
    return all;
  }

  // Only the file that was taken lies there by itself: those beside it have a folder of their own.
  private static Optional<String> told(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !ID.matcher(folder.getFileName().toString()).matches()) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<String> name =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(JSON))
              .findFirst();
      if (name.isEmpty()) {
        // It was killed before the file was in it, or another node has moved it on.
        forget(folder);
      }
      return name.map(file -> file.substring(0, file.length() - JSON.length()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Takes a file that lay beside what was taken; empty when that one is not there, or none was. */
  Optional<Path> fetch(Taken taken, String name) throws IOException {
    Optional<Seen> was =
        beside(taken).stream().filter(each -> each.name().equals(name)).findFirst();
    if (was.isEmpty()) {
      return Optional.empty();
    }
    Path there = Files.createDirectories(taken.folder().resolve("files")).resolve(name);
    if (!Files.exists(there) && seen(name).equals(was)) {
      Files.move(root.resolve("in").resolve(name), there, StandardCopyOption.ATOMIC_MOVE);
    }
    return isFile(there) ? Optional.of(there) : Optional.empty();
  }

  /** Whether it is a file, and no link to one. */
  static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Answers what was taken; an earlier answer to a file of this name gives way to it. */
  void answer(Taken taken, String kind, String other, byte[] json) throws IOException {
    Path out = root.resolve("out");
    Path begun = out.resolve("." + taken.id());
    write(begun, json);
    Files.move(
        begun,
        out.resolve(taken.name() + "." + kind + JSON),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(out.resolve(taken.name() + "." + other + JSON));
  }

  /** Writes a file so that it is there after a fault of power too. */
  static void write(Path file, byte[] all) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        OutputStream bytes = Channels.newOutputStream(channel)) {
      bytes.write(all);
      channel.force(true);
    }
  }

  /** Puts away what was answered. */
  void finish(Taken taken, String where) throws IOException {
    try {
      Files.move(
          taken.folder(), root.resolve(where).resolve(taken.id()), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.exists(root.resolve(where).resolve(taken.id()))) {
        throw e;
      }
    }
  }
}
