package gpcm.audit.export;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Where the files of an export go. Nothing that is there is overwritten. */
interface ExportTarget extends Closeable {
  /**
   * Begins the next file, in a folder of its own when its name says so; the one before must have
   * been closed.
   */
  OutputStream file(String name) throws IOException;

  static ExportTarget folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw new DirectoryNotEmptyException(folder.toString());
      }
    }
    return new ExportTarget() {
      @Override
      public OutputStream file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      }

      @Override
      public void close() {}
    };
  }

  static ExportTarget zip(Path file) throws IOException {
    ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    return new ExportTarget() {
      @Override
      public OutputStream file(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        return new FilterOutputStream(zip) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            zip.write(bytes, offset, length);
          }

          @Override
          public void close() throws IOException {
            zip.closeEntry();
          }
        };
      }

      @Override
      public void close() throws IOException {
        zip.close();
      }
    };
  }
}
