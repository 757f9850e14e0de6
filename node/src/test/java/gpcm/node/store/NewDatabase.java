package gpcm.node.store;

import gpcm.node.content.WorkFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The database of a node that starts for the first time. It is made once for all tests and copied
 * for each of them: to make it takes longer than most tests.
 */
public final class NewDatabase {
  private static final Path MADE = make();

  private NewDatabase() {}

  /** Puts it into a node's data folder, unless one is there. */
  public static void in(Path dataFolder) throws IOException {
    if (!BundledServer.isIn(dataFolder)) {
      copy(MADE.resolve("postgres"), dataFolder.resolve("postgres"));
    }
  }

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory("new-database");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> WorkFolder.delete(folder)));
      Database.open(DatabaseSettings.bundled(), folder).close();
      return folder;
    } catch (IOException e) {
      throw new StoreException("no folder for the database of a new node", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is)
              throws IOException {
            return copied(folder);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            return copied(file);
          }

          private FileVisitResult copied(Path one) throws IOException {
            Files.copy(one, to.resolve(from.relativize(one)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
