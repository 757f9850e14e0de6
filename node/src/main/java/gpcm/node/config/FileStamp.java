package gpcm.node.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What tells one state of an operator's file from another, so that it is read again when it has
 * changed.
 *
 * @param changed when it was written last
 * @param size in bytes
 * @param key tells a file from one that was put in its place
 */
public record FileStamp(FileTime changed, long size, String key) {
  /** Of no file: another than that of any. */
  public static final FileStamp NONE = new FileStamp(FileTime.fromMillis(0), -1, "");

  /**
   * The state of a file now.
   *
   * @throws IOException when it is not there, or may not be looked at
   */
  public static FileStamp of(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileStamp(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
  }
}
