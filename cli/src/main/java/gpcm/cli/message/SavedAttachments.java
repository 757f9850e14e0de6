package gpcm.cli.message;

import gpcm.message.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Attachments as files. Neither name nor ending comes from the message. */
final class SavedAttachments {
  private static final Map<String, String> ENDINGS =
      Map.of(
          "application/pdf", "pdf",
          "text/plain", "txt",
          "text/html", "html.txt", // not opened by a browser on a double click
          "text/rtf", "rtf",
          "application/rtf", "rtf",
          "image/jpeg", "jpg",
          "image/png", "png",
          "image/tiff", "tif",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");

  private SavedAttachments() {}

  /**
   * Saves each as {@code document-1.pdf} and so on, in the message's order.
   *
   * @return the names
   * @throws java.nio.file.FileAlreadyExistsException instead of overwriting
   */
  static List<String> save(List<Attachment> attachments, Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    for (Attachment attachment : attachments) {
      String type = attachment.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      String name = "document-" + (names.size() + 1) + "." + ENDINGS.getOrDefault(type, "bin");
      try (InputStream in = attachment.content().open()) {
        Files.copy(in, folder.resolve(name));
      }
      names.add(name);
    }
    return names;
  }
}
