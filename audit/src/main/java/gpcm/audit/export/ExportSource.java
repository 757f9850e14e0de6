package gpcm.audit.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Where the files of an export come from. */
interface ExportSource extends AutoCloseable {
  /** Opens a file of the export from its beginning. */
  InputStream file(String name);

  boolean has(String name);

  @Override
  void close();

  static ExportSource of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return folder(path);
      }
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      return zip(path, new ZipFile(path.toFile()));
    } catch (ZipException e) {
      throw new ExportException(
          "%s is neither a folder nor a ZIP file with an export".formatted(path), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExportException missing(Path path, String name) {
    return new ExportException(
        "%s is no export of an audit log: %s is missing".formatted(path, name));
  }

  private static ExportSource folder(Path folder) {
    return new ExportSource() {
      @Override
      public InputStream file(String name) {
        try {
          return Files.newInputStream(folder.resolve(name));
        } catch (NoSuchFileException e) {
          throw missing(folder, name);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public boolean has(String name) {
        return Files.isRegularFile(folder.resolve(name));
      }

      @Override
      public void close() {}
    };
  }

  private static ExportSource zip(Path path, ZipFile zip) {
    return new ExportSource() {
      @Override
      public InputStream file(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) {
          throw missing(path, name);
        }
        try {
          return zip.getInputStream(entry);
        } catch (IOException e) {
          throw new ExportException("%s in %s cannot be read".formatted(name, path), e);
        }
      }

      @Override
      public boolean has(String name) {
        return zip.getEntry(name) != null;
      }

      @Override
      public void close() {
        try {
          zip.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
