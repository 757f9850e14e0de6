package gpcm.message;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes messages as XML or JSON, in schema order, with the attachments streamed from where they
 * are kept. The same message always gives the same bytes. Safe for use by several threads.
 */
public final class MessageWriter {
  private final JsonFactory json = JsonModelWriter.factory();

  /**
   * Writes XML in UTF-8: the form the network carries. Flushes the stream and does not close it.
   *
   * @throws UnwritableMessageException when a text holds what XML cannot carry, or an attachment
   *     changed since it was measured
   * @throws IOException when the stream or an attachment's source fails; what was written by then
   *     is incomplete
   */
  public void writeXml(ReadMessage message, OutputStream out) throws IOException {
    new XmlModelWriter(message.bundle(), message::content, out).write();
  }

  /**
   * Writes JSON in UTF-8: the form for tools and people. Flushes the stream and does not close it.
   *
   * @throws UnwritableMessageException when an attachment changed since it was measured
   * @throws IOException when the stream or an attachment's source fails; what was written by then
   *     is incomplete
   */
  public void writeJson(ReadMessage message, OutputStream out) throws IOException {
    new JsonModelWriter(json, message).write(out);
  }
}
