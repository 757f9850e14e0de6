package gpcm.node.handover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.attachments.DetectedType;
import gpcm.node.content.ContentStore;
import gpcm.node.content.WorkFolder;
import gpcm.node.handover.Delivering.LateAnswer;
import gpcm.node.receiving.WorklistFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder that a record system looks into: {@code offered/} has a folder for each item, whole as
 * soon as it is there, and {@code answers/} takes a file for each, named by the item's id and
 * {@code .json}. No name in it comes out of a message.
 */
final class DropFolder implements Delivering.Way {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LARGEST_ANSWER = 64 << 10;

  private final Path folder;
  private final ContentStore content;
  private final Made made;

  /** What was made for an item. */
  interface Made {
    /**
     * The bytes of one of its files.
     *
     * @throws IOException when what they say holds no more
     */
    byte[] bytes(HandOverItem item, int ordinal) throws IOException;
  }

  DropFolder(Path folder, ContentStore content, Made made) {
    this.folder = folder;
    this.content = content;
    this.made = made;
  }

  @Override
  public Optional<RecordSystemAnswer> deliver(HandOverItem item) throws IOException {
    Path offered = Files.createDirectories(folder.resolve("offered"));
    Path begun = Files.createDirectories(folder.resolve("begun")).resolve(item.id().toString());
    Path whole = offered.resolve(name(item));
    delete(begun);
    if (Files.exists(whole)) {
      return Optional.empty();
    }
    // What is offered again lies here once, at its new place; nothing new lies here at all.
    if (item.times() > 1) {
      takeBack(item);
    }
    Files.createDirectory(begun);
    Map<Integer, String> names = new HashMap<>();
    for (WorklistFile file : item.files()) {
      names.put(file.ordinal(), write(begun, file));
    }
    for (ConfirmedContent.File file :
        item.confirmed().map(ConfirmedContent::files).orElse(List.of())) {
      String name = (file.ordinal() + 1) + ".json";
      write(begun.resolve(name), made.bytes(item, file.ordinal()));
      names.put(file.ordinal(), name);
    }
    write(
        begun.resolve("item.json"),
        MAPPER.writeValueAsBytes(
            new HandOverJson(
                    file -> Optional.ofNullable(names.get(file.ordinal())),
                    file -> Optional.ofNullable(names.get(file.ordinal())))
                .of(item)));
    Files.move(begun, whole, StandardCopyOption.ATOMIC_MOVE);
    return Optional.empty();
  }

  private static String name(HandOverItem item) {
    return "%012d-%s".formatted(item.position(), item.id());
  }

  // First to where nobody looks: a record system finds it whole, or not at all.
  @Override
  public void takeBack(HandOverItem item) throws IOException {
    Path offered = Files.createDirectories(folder.resolve("offered"));
    Path aside = Files.createDirectories(folder.resolve("begun")).resolve(item.id().toString());
    try (DirectoryStream<Path> all = Files.newDirectoryStream(offered, "*-" + item.id())) {
      for (Path whole : listed(all)) {
        delete(aside);
        Files.move(whole, aside, StandardCopyOption.ATOMIC_MOVE);
        delete(aside);
      }
    }
  }

  /** A folder that cannot be read to its end fails as one that cannot be opened. */
  static List<Path> listed(DirectoryStream<Path> folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try {
      folder.forEach(all::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return all;
  }

  // Told by its bytes: neither its title nor its declared type may choose a name.
  private String write(Path into, WorklistFile file) throws IOException {
    try (InputStream bytes = content.open(file.content().hash())) {
      byte[] start = bytes.readNBytes(DetectedType.RECOGNISED_BY);
      String name =
          (file.ordinal() + 1) + DetectedType.of(start, file.contentType()).extensions().getFirst();
      try (FileChannel channel = create(into.resolve(name));
          OutputStream out = Channels.newOutputStream(channel)) {
        out.write(start);
        bytes.transferTo(out);
        channel.force(true);
      }
      return name;
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = create(file);
        OutputStream out = Channels.newOutputStream(channel)) {
      out.write(bytes);
      channel.force(true);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public List<LateAnswer> answers() throws IOException {
    Path answers = Files.createDirectories(folder.resolve("answers"));
    List<LateAnswer> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(answers, "*.json")) {
      for (Path file : listed(files)) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          all.add(answer(file));
        }
      }
    }
    return all;
  }

  private LateAnswer answer(Path file) throws IOException {
    String name = file.getFileName().toString();
    Runnable done = () -> run(() -> Files.deleteIfExists(file));
    Runnable aside =
        () ->
            run(
                () ->
                    Files.move(
                        file,
                        Files.createDirectories(folder.resolve("not-understood")).resolve(name),
                        StandardCopyOption.REPLACE_EXISTING));
    return new LateAnswer("the file answers/" + name, read(file, name), done, aside);
  }

  private static LateAnswer.Read read(Path file, String name) throws IOException {
    UUID id;
    try {
      id = UUID.fromString(name.substring(0, name.length() - ".json".length()));
    } catch (IllegalArgumentException e) {
      return new LateAnswer.NotUnderstood("its name is not the id of an item and .json");
    }
    try {
      return new LateAnswer.Said(id, RecordSystemAnswer.of(read(file)));
    } catch (JsonProcessingException e) {
      return new LateAnswer.NotUnderstood("it is not JSON");
    } catch (IllegalArgumentException e) {
      return new LateAnswer.NotUnderstood(e.getMessage());
    }
  }

  private static JsonNode read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_ANSWER + 1);
      if (bytes.length > LARGEST_ANSWER) {
        throw new IllegalArgumentException("it is larger than 64 KiB");
      }
      return MAPPER.readTree(bytes);
    }
  }

  private interface FileStep {
    void run() throws IOException;
  }

  private static void run(FileStep step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException("a file in the hand-over folder cannot be moved", e);
    }
  }

  private static void delete(Path begun) throws IOException {
    try {
      WorkFolder.delete(begun);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
