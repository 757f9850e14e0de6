package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;

/**
 * One call before it is signed. It is signed anew each time it goes out, because the live service
 * takes a token once.
 *
 * @param purpose what it does, for error texts: "send a message"
 * @param verb the HTTP verb
 * @param path path and query, from {@code /messageexchange} on
 * @param signed whether it carries a token
 * @param headers further headers; empty values aren't sent
 * @param body the part of a message to upload
 */
record MeshRequest(
    String purpose,
    String verb,
    String path,
    boolean signed,
    Map<String, String> headers,
    Optional<Slice> body) {

  static MeshRequest get(String purpose, String path) {
    return new MeshRequest(purpose, "GET", path, true, Map.of(), Optional.empty());
  }

  static MeshRequest put(String purpose, String path) {
    return new MeshRequest(purpose, "PUT", path, true, Map.of(), Optional.empty());
  }

  MeshRequest unsigned() {
    return new MeshRequest(purpose, verb, path, false, headers, body);
  }

  MeshRequest with(Map<String, String> more) {
    return new MeshRequest(purpose, verb, path, signed, more, body);
  }

  BodyPublisher publisher() {
    return body.map(Slice::publisher).orElseGet(BodyPublishers::noBody);
  }

  /**
   * A part of a body.
   *
   * @param body the whole
   * @param offset where the part starts
   * @param length how long it is
   * @param gzip whether it is compressed on the way
   */
  record Slice(MeshBody body, long offset, long length, boolean gzip) {
    private static final int IN_MEMORY = 64 * 1024;

    BodyPublisher publisher() {
      if (length <= IN_MEMORY) {
        try (InputStream in = open()) {
          return BodyPublishers.ofByteArray(in.readAllBytes());
        } catch (IOException e) {
          throw new UncheckedIOException("Can't read the message body to send", e);
        }
      }
      BodyPublisher stream = BodyPublishers.ofInputStream(this::openUnchecked);
      return gzip ? stream : BodyPublishers.fromPublisher(stream, length);
    }

    private InputStream openUnchecked() {
      try {
        return open();
      } catch (IOException e) {
        throw new UncheckedIOException("Can't read the message body to send", e);
      }
    }

    private InputStream open() throws IOException {
      InputStream part = new BoundedInput(body.openAt(offset), length);
      return gzip ? new GzipInput(part) : part;
    }
  }
}
