package gpcm.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command's result goes: {@code -o FILE}, which is only overwritten with {@code --force},
 * or standard output. A file appears whole or not at all.
 *
 * <p>A command first calls {@link #check}, so that an output that cannot be used is told before any
 * work is done.
 */
public final class FileOutput {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|-",
      description = "where the result goes; - for standard output")
  private Optional<String> output = Optional.empty();

  @Option(names = "--force", description = "overwrite FILE when it is there already")
  private boolean force;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What is written. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream stays open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** What is printed. */
  @FunctionalInterface
  public interface Printed {
    /** Prints all of it; the writer stays open. */
    void printTo(PrintWriter out) throws IOException;
  }

  /** The file's name as it was given; empty for standard output. */
  public Optional<String> file() {
    return output.filter(name -> !name.equals(FileInput.STANDARD));
  }

  /** Whether a file that is there is overwritten. */
  public boolean force() {
    return force;
  }

  /**
   * Finds out whether the file can be written, and changes nothing.
   *
   * @throws UnusableFileException saying why not, and what to do
   */
  public void check() throws UnusableFileException {
    if (file().isEmpty()) {
      return;
    }
    String name = file().get();
    Path target = Path.of(name).toAbsolutePath();
    if (name.isBlank() || Files.isDirectory(target)) {
      throw new UnusableFileException(name, "is a folder; give the name of a file");
    }
    if (isDevice(target)) {
      return;
    }
    if (!force && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnusableFileException(
          name, "is there already; choose another name, or overwrite it with --force");
    }
    Path folder = folder(target);
    if (!Files.isDirectory(folder)) {
      throw new UnusableFileException(
          name, "cannot be written: there is no folder " + folder + "; make it first");
    }
    if (!Files.isWritable(folder)) {
      throw new UnusableFileException(
          name, "cannot be written: this user may not write into the folder " + folder);
    }
  }

  /**
   * Writes bytes.
   *
   * @return the file that was written; empty after standard output
   * @throws UnusableFileException when the file cannot be written; nothing is left of it then
   * @throws IOException when standard output fails, or the content's own sources
   */
  public Optional<Written> bytes(Content content) throws IOException {
    if (file().isPresent()) {
      return Optional.of(write(content));
    }
    // Never closed: the process still has it for other things.
    OutputStream standard =
        new NamedOutput("standard output", new FileOutputStream(FileDescriptor.out));
    content.writeTo(standard);
    standard.flush();
    return Optional.empty();
  }

  /**
   * Writes text that is UTF-8 already; on standard output it ends with a line's end.
   *
   * @return and throws as {@link #bytes} does
   */
  public Optional<Written> text(Content content) throws IOException {
    if (file().isPresent()) {
      return Optional.of(write(content));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    PrintWriter out = command.commandLine().getOut();
    String text = bytes.toString(StandardCharsets.UTF_8);
    out.print(text);
    if (!text.endsWith("\n")) {
      out.println();
    }
    out.flush();
    return Optional.empty();
  }

  /**
   * Lets a report be printed into the file, or onto standard output as it comes.
   *
   * @return and throws as {@link #bytes} does
   */
  public Optional<Written> printed(Printed report) throws IOException {
    if (file().isEmpty()) {
      PrintWriter out = command.commandLine().getOut();
      report.printTo(out);
      out.flush();
      return Optional.empty();
    }
    return Optional.of(
        write(
            to -> {
              PrintWriter out =
                  new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), false);
              report.printTo(out);
              if (out.checkError()) {
                to.flush(); // which says why
                throw new IOException(file().get() + " cannot be written");
              }
            }));
  }

  private Written write(Content content) throws IOException {
    check();
    String name = file().orElseThrow();
    Path target = Path.of(name).toAbsolutePath();
    if (isDevice(target)) {
      try (NamedOutput to = open(name, target, StandardOpenOption.WRITE)) {
        content.writeTo(to);
        return to.written();
      }
    }
    Path whole =
        Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target;
    Path part = whole.resolveSibling("." + whole.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      NamedOutput to = open(name, part, StandardOpenOption.CREATE_NEW);
      try (to) {
        content.writeTo(to);
      }
      if (force) {
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(part, whole);
      }
      return to.written();
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static NamedOutput open(String name, Path file, StandardOpenOption how)
      throws UnusableFileException {
    try {
      return new NamedOutput(name, Files.newOutputStream(file, StandardOpenOption.WRITE, how));
    } catch (IOException e) {
      throw new UnusableFileException(name, "cannot be written: " + FailureMessage.reason(e));
    }
  }

  /** Pipes, terminals and the like are written into and never replaced. */
  private static boolean isDevice(Path target) {
    return Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
  }

  private static Path folder(Path target) {
    Path parent = target.getParent();
    return parent == null ? target : parent;
  }
}
