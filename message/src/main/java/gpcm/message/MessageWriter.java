package gpcm.message;

import gpcm.fhir.FhirWriter;
import gpcm.fhir.UnwritableFhirException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes messages as XML or JSON, in schema order, with the attachments streamed from where they
 * are kept. The same message always gives the same bytes. Safe for use by several threads.
 */
public final class MessageWriter {
  private final FhirWriter fhir = new FhirWriter();

  /**
   * Writes XML in UTF-8: the form the network carries. Flushes the stream and does not close it.
   *
   * @throws UnwritableFhirException when a text holds what XML cannot carry, or an attachment
   *     changed since it was measured
   * @throws IOException when the stream or an attachment's source fails; what was written by then
   *     is incomplete
   */
  public void writeXml(ReadMessage message, OutputStream out) throws IOException {
    fhir.writeXml(message.bundle(), message::content, out);
  }

  /**
   * Writes JSON in UTF-8: the form for tools and people. Flushes the stream and does not close it.
   *
   * @throws UnwritableFhirException when an attachment changed since it was measured
   * @throws IOException when the stream or an attachment's source fails; what was written by then
   *     is incomplete
   */
  public void writeJson(ReadMessage message, OutputStream out) throws IOException {
    fhir.writeJson(message.bundle(), message::content, out);
  }
}
