package gpcm.node.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the files in which earlier versions kept large content into the database. May be killed at
 * any moment and run again: a file is deleted only once its bytes are committed. A file that is
 * missing or is not what was stored is reported at every run, and left as it is.
 */
public final class ContentFilesImport {
  private static final Logger LOG = LoggerFactory.getLogger(ContentFilesImport.class);
  private static final String INCOMING = "incoming";

  private final Jdbi jdbi;
  private final ContentStore store;
  private final Path folder;

  /**
   * @param jdbi the database of {@code store}
   * @param folder the folder {@code content} of this node's data folder; another node's contents
   *     are left to it
   */
  public ContentFilesImport(Jdbi jdbi, ContentStore store, Path folder) {
    this.jdbi = jdbi;
    this.store = store;
    this.folder = folder;
  }

  /**
   * A content that could not be brought in.
   *
   * @param content what was stored once
   * @param file where it should be
   * @param reason what is wrong, and what to do
   */
  public record LostFile(StoredContent content, Path file, String reason) {}

  /**
   * What a run has done.
   *
   * @param imported how many contents it brought into the database
   * @param lost what it could not bring in
   * @param elsewhere how many contents wait for the node that has their files, because this one has
   *     no such folder
   */
  public record Outcome(int imported, List<LostFile> lost, int elsewhere) {
    public Outcome {
      lost = List.copyOf(lost);
    }
  }

  /**
   * Brings in every file that is left.
   *
   * @throws IOException when the folder cannot be read or a file cannot be deleted
   */
  public Outcome run() throws IOException {
    List<StoredContent> left = left();
    if (!Files.isDirectory(folder)) {
      return new Outcome(0, List.of(), left.size());
    }
    List<LostFile> lost = new ArrayList<>();
    for (StoredContent content : left) {
      bringIn(content).ifPresent(lost::add);
    }
    deleteWhatIsStored();
    int imported = left.size() - lost.size();
    if (imported > 0) {
      LOG.info("{} contents brought from {} into the database", imported, folder);
    }
    return new Outcome(imported, lost, 0);
  }

  private List<StoredContent> left() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select sha256, size from content_file order by sha256")
                .map(
                    (row, context) ->
                        new StoredContent(
                            new ContentHash(row.getString("sha256")), row.getLong("size")))
                .list());
  }

  private Optional<LostFile> bringIn(StoredContent content) throws IOException {
    Path file = path(content.hash());
    try (InputStream bytes = Files.newInputStream(file);
        Upload upload = store.upload()) {
      upload.write(bytes);
      PreparedContent prepared = upload.finish();
      if (!prepared.content().equals(content)) {
        return Optional.of(
            lost(
                content,
                file,
                "it has %d bytes with the hash %s"
                    .formatted(prepared.content().size(), prepared.content().hash())));
      }
      jdbi.useTransaction(
          handle -> {
            store.adopt(handle, prepared);
            forget(handle, content.hash());
          });
      return Optional.empty();
    } catch (NoSuchFileException e) {
      if (store.find(content.hash()).isPresent()) {
        jdbi.useTransaction(handle -> forget(handle, content.hash()));
        return Optional.empty();
      }
      return Optional.of(lost(content, file, "it is not there"));
    }
  }

  private static void forget(Handle handle, ContentHash hash) {
    handle.execute("delete from content_file where sha256 = ?", hash.hex());
  }

  private static LostFile lost(StoredContent content, Path file, String found) {
    return new LostFile(
        content,
        file,
        ("content %s (%d bytes) could not be brought into the database: its file is %s, and %s."
                + " Restore the file from a backup and start the node again, or store the same"
                + " bytes again")
            .formatted(content.hash(), content.size(), file, found));
  }

  /** Also of what a run that was killed had committed. */
  private void deleteWhatIsStored() throws IOException {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Optional<ContentHash> hash = hash(file);
        if (file.getParent().endsWith(INCOMING)
            || hash.flatMap(store::find).filter(found -> verified(found.hash())).isPresent()) {
          Files.delete(file);
        }
      }
    }
  }

  private boolean verified(ContentHash hash) {
    try {
      store.verify(hash);
      return true;
    } catch (ContentException e) {
      LOG.warn("the file of content {} stays, because its rows are not good", hash, e);
      return false;
    }
  }

  private Path path(ContentHash hash) {
    return folder.resolve(hash.hex().substring(0, 2)).resolve(hash.hex().substring(2));
  }

  private static Optional<ContentHash> hash(Path file) {
    String name = file.getParent().getFileName().toString() + file.getFileName();
    return name.matches("[0-9a-f]{64}") ? Optional.of(new ContentHash(name)) : Optional.empty();
  }
}
