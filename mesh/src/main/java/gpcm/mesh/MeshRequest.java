package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * One call before it is signed. It is signed anew each time it goes out, because the live service
 * takes a token once.
 *
 * @param purpose what it does, for error texts: "send a message"
 * @param verb the HTTP verb
 * @param path path and query, from {@code /messageexchange} on
 * @param about whose fault a refusal is
 * @param signed whether it carries a token
 * @param headers further headers; empty values aren't sent
 * @param body the part of a message to upload
 */
record MeshRequest(
    String purpose,
    String verb,
    String path,
    About about,
    boolean signed,
    Map<String, String> headers,
    Optional<Slice> body) {

  /** What a call is about, besides the mailbox that makes it. */
  enum About {
    /**
     * Nothing that could be unknown or another's: such an answer is about the mailbox or the way.
     */
    MAILBOX,
    /** Something with an id, which may be unknown or another's. */
    A_THING
  }

  static MeshRequest get(String purpose, About about, String path) {
    return new MeshRequest(purpose, "GET", path, about, true, Map.of(), Optional.empty());
  }

  /** The same call with another verb. */
  MeshRequest as(String other) {
    return new MeshRequest(purpose, other, path, about, signed, headers, body);
  }

  MeshRequest unsigned() {
    return new MeshRequest(purpose, verb, path, about, false, headers, body);
  }

  MeshRequest with(Map<String, String> more) {
    return new MeshRequest(purpose, verb, path, about, signed, more, body);
  }

  /** The request that says this, without the headers that every request of a client has. */
  HttpUriRequestBase http(String base) {
    HttpUriRequestBase request = new HttpUriRequestBase(verb, URI.create(base + path));
    body.ifPresent(part -> request.setEntity(part.entity(request::cancel)));
    headers.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.addHeader(name, value);
          }
        });
    return request;
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
    private static final int IN_MEMORY = 256 * 1024;

    HttpEntity entity(Runnable breakOff) {
      if (length <= IN_MEMORY) {
        try (InputStream in = open()) {
          return new ByteArrayEntity(gzip ? in.readAllBytes() : exactly(in), null);
        } catch (IOException e) {
          throw new UncheckedIOException("Can't read the message body to send", e);
        }
      }
      return new UploadEntity(this::open, gzip ? -1 : length, breakOff);
    }

    /** In one array of the right size. */
    private byte[] exactly(InputStream in) throws IOException {
      byte[] all = new byte[(int) length];
      if (in.readNBytes(all, 0, all.length) < all.length) {
        throw UploadEntity.otherLength();
      }
      return all;
    }

    private InputStream open() throws IOException {
      InputStream part = new BoundedInput(body.openAt(offset), length);
      return gzip ? new GzipInput(part) : part;
    }
  }
}
