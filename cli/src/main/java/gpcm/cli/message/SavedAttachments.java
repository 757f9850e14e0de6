package gpcm.cli.message;

import gpcm.attachments.DetectedType;
import gpcm.cli.terminal.UnusableFileException;
import gpcm.message.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Attachments as files. The name is this program's own, and it ends as the bytes do, whatever the
 * message says that they are.
 */
final class SavedAttachments {
  private SavedAttachments() {}

  /**
   * Saves each as {@code document-1.pdf} and so on, in the message's order.
   *
   * @return the names
   * @throws UnusableFileException when one is there already and none is to be overwritten; then
   *     nothing is saved
   */
  static List<String> save(List<Attachment> attachments, Path folder, boolean overwrite)
      throws IOException {
    List<String> names = new ArrayList<>();
    for (Attachment attachment : attachments) {
      names.add(name(attachment, names.size() + 1));
    }
    for (String name : names) {
      if (!overwrite && Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        throw new UnusableFileException(
            folder.resolve(name).toString(),
            "is there already; choose another folder, or overwrite it with --force");
      }
    }
    for (int i = 0; i < names.size(); i++) {
      try (InputStream in = attachments.get(i).content().open()) {
        Files.copy(in, folder.resolve(names.get(i)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return names;
  }

  private static String name(Attachment attachment, int number) throws IOException {
    try (InputStream in = attachment.content().open()) {
      DetectedType type =
          DetectedType.of(in.readNBytes(DetectedType.RECOGNISED_BY), attachment.contentType());
      return "document-" + number + type.extensions().getFirst();
    }
  }
}
