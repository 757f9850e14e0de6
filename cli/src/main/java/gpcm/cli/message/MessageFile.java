package gpcm.cli.message;

import gpcm.cli.terminal.UnusableFileException;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.rules.SourcePosition;
import gpcm.rules.SourcePositions;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One message given on the command line: a file, or standard input under the name {@code -}. XML or
 * JSON is told from its first character, not from its name.
 */
record MessageFile(String name, Source source) {
  /** Enough of standard input for the reader to see that it is too much. */
  private static final int LONGEST_STANDARD_INPUT =
      Math.toIntExact(ReadLimits.STANDARD.totalBytes() + 1);

  /** Gives the bytes from their beginning, as often as wanted. */
  interface Source {
    InputStream open() throws IOException;
  }

  static MessageFile of(Path path) {
    return new MessageFile(path.toString(), () -> open(path));
  }

  /**
   * Opens a file.
   *
   * @throws java.nio.file.FileSystemException naming the file: it is not there, may not be read, or
   *     is a folder
   */
  static InputStream open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new UnusableFileException(path.toString(), "is a folder; a file is needed");
    }
    return Files.newInputStream(path);
  }

  /** The one message that an argument names: a file, or {@code -} for standard input. */
  static MessageFile one(String argument, InputStream standardInput) throws IOException {
    if (!argument.equals("-")) {
      return of(Path.of(argument));
    }
    byte[] bytes = standardInput.readNBytes(LONGEST_STANDARD_INPUT);
    return new MessageFile("-", () -> new ByteArrayInputStream(bytes));
  }

  /**
   * The messages that these arguments name: files as they are, folders with every .xml and .json
   * below them in the order of their names, {@code -} for standard input. What may not be listed
   * stays in the list, and cannot be read.
   */
  static List<MessageFile> all(List<String> arguments, InputStream standardInput)
      throws IOException {
    List<MessageFile> files = new ArrayList<>();
    for (String argument : arguments) {
      if (!argument.equals("-") && Files.isDirectory(Path.of(argument))) {
        files.addAll(below(Path.of(argument)));
      } else {
        files.add(one(argument, standardInput));
      }
    }
    return files;
  }

  private static Collection<MessageFile> below(Path folder) throws IOException {
    TreeMap<Path, MessageFile> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isMessage(file) && Files.isRegularFile(file)) {
              files.put(file, of(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            files.put(
                file,
                new MessageFile(
                    file.toString(),
                    () -> {
                      throw why;
                    }));
            return FileVisitResult.CONTINUE;
          }
        });
    return files.values();
  }

  private static boolean isMessage(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".xml") || name.endsWith(".json");
  }

  ReadMessage read(MessageReader reader, AttachmentSink sink) throws IOException {
    try (BufferedInputStream in = new BufferedInputStream(source.open())) {
      return isJson(in) ? reader.readJson(in, sink) : reader.readXml(in, sink);
    }
  }

  Map<String, SourcePosition> positions(Collection<String> paths) throws IOException {
    if (paths.isEmpty()) {
      return Map.of();
    }
    try (BufferedInputStream in = new BufferedInputStream(source.open())) {
      return isJson(in) ? SourcePositions.inJson(in, paths) : SourcePositions.inXml(in, paths);
    }
  }

  /** Whether it looks like JSON; anything else is read as XML. */
  boolean isJson() throws IOException {
    try (BufferedInputStream in = new BufferedInputStream(source.open())) {
      return isJson(in);
    }
  }

  private static boolean isJson(BufferedInputStream in) throws IOException {
    in.mark(1 << 10);
    int c = in.read();
    for (int i = 0;
        i < 1_000
            && (c == 0xEF || c == 0xBB || c == 0xBF || c == ' ' || c == '\n' || c == '\r'
                || c == '\t');
        i++) {
      c = in.read();
    }
    // RTF begins with a brace, too.
    boolean json = c == '[' || (c == '{' && in.read() != '\\');
    in.reset();
    return json;
  }
}
