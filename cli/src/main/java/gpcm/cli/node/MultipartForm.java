package gpcm.cli.node;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A form of several parts, of which files are read when they are sent. */
final class MultipartForm {
  private final String boundary = "gpcm-" + UUID.randomUUID();
  private final List<BodyPublisher> parts = new ArrayList<>();

  /** Adds a part that is in memory. */
  MultipartForm add(String name, String contentType, byte[] content) {
    return add(name, "", contentType, BodyPublishers.ofByteArray(content));
  }

  /**
   * Adds a file that is in memory.
   *
   * @param called what the form calls it
   */
  MultipartForm add(String name, String called, String contentType, byte[] content) {
    return add(name, called(called), contentType, BodyPublishers.ofByteArray(content));
  }

  private static String called(String file) {
    return "; filename=\"%s\"".formatted(file.replace("\"", "%22"));
  }

  /**
   * Adds a file.
   *
   * @param called what the form calls it
   */
  MultipartForm add(String name, String called, String contentType, Path file)
      throws FileNotFoundException {
    return add(name, called(called), contentType, BodyPublishers.ofFile(file));
  }

  private MultipartForm add(
      String name, String fileName, String contentType, BodyPublisher content) {
    parts.add(
        BodyPublishers.ofString(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\nContent-Type: %s\r\n\r\n"
                .formatted(boundary, name, fileName, contentType),
            StandardCharsets.UTF_8));
    parts.add(content);
    parts.add(BodyPublishers.ofString("\r\n"));
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  BodyPublisher publisher() {
    List<BodyPublisher> all = new ArrayList<>(parts);
    all.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
    return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
  }
}
