package gpcm.cli;

import gpcm.message.AttachmentSink;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.rules.Position;
import gpcm.rules.SourcePositions;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One message given on the command line: a file, or standard input under the name {@code -}. XML or
 * JSON is told from its first character, not from its name.
 */
record MessageFile(String name, Source source) {
  private static final int LONGEST_STANDARD_INPUT = 256 << 20;

  /** Gives the bytes from their beginning, as often as wanted. */
  interface Source {
    InputStream open() throws IOException;
  }

  static MessageFile of(Path path) {
    return new MessageFile(path.toString(), () -> Files.newInputStream(path));
  }

  /**
   * The messages that these arguments name: files as they are, folders with every .xml and .json
   * below them in the order of their names, {@code -} for standard input.
   */
  static List<MessageFile> all(List<String> arguments, InputStream standardInput)
      throws IOException {
    List<MessageFile> files = new ArrayList<>();
    for (String argument : arguments) {
      Path path = Path.of(argument);
      if (argument.equals("-")) {
        byte[] bytes = standardInput.readNBytes(LONGEST_STANDARD_INPUT);
        files.add(new MessageFile("-", () -> new ByteArrayInputStream(bytes)));
      } else if (Files.isDirectory(path)) {
        try (Stream<Path> below = Files.walk(path)) {
          below
              .filter(Files::isRegularFile)
              .filter(MessageFile::isMessage)
              .sorted()
              .map(MessageFile::of)
              .forEach(files::add);
        }
      } else {
        files.add(of(path));
      }
    }
    return files;
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

  Map<String, Position> positions(Collection<String> paths) throws IOException {
    if (paths.isEmpty()) {
      return Map.of();
    }
    try (BufferedInputStream in = new BufferedInputStream(source.open())) {
      return isJson(in) ? SourcePositions.inJson(in, paths) : SourcePositions.inXml(in, paths);
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
    in.reset();
    return c == '{';
  }
}
