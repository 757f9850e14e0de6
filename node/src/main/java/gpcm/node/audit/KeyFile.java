package gpcm.node.audit;

import gpcm.audit.note.NoteException;
import gpcm.audit.note.SigningKey;
import gpcm.node.store.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with a signing key, which only this user may read. */
record KeyFile(Path path) {
  private static final int LARGEST = 1000;

  boolean exists() {
    return Files.exists(path);
  }

  SigningKey read() {
    try {
      if (Files.size(path) > LARGEST) {
        throw new StoreException("%s is no signing key: it is too large".formatted(path));
      }
      return SigningKey.parse(Files.readString(path));
    } catch (NoteException e) {
      throw new StoreException("%s: %s".formatted(path, e.getMessage()), e);
    } catch (IOException e) {
      throw new StoreException("%s cannot be read: %s".formatted(path, e), e);
    }
  }

  /**
   * Writes a new key, unless somebody was faster.
   *
   * @param what of whom it is, for a sentence about a failure
   * @return the key that is in the file now
   */
  SigningKey write(SigningKey key, String what) {
    try {
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, key.reveal() + "\n");
      } else {
        Files.writeString(path, key.reveal() + "\n", StandardOpenOption.CREATE_NEW);
      }
      return key;
    } catch (FileAlreadyExistsException e) {
      return read();
    } catch (IOException e) {
      throw new StoreException(
          "the key of %s cannot be written to %s: %s".formatted(what, path, e), e);
    }
  }
}
