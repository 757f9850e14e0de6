package gpcm.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * Writes FHIR STU3 Bundles as XML or JSON, in schema order, with the attachments streamed from
 * where they are kept. The same Bundle always gives the same bytes. Safe for use by several
 * threads.
 */
public final class FhirWriter {
  private final JsonFactory json = JsonModelWriter.factory();

  /**
   * Writes XML in UTF-8. Flushes the stream and does not close it.
   *
   * @param contents the attachment that stands in a Binary; where there is none, what the model
   *     holds is written
   * @throws UnwritableFhirException when a text holds what XML cannot carry, or an attachment
   *     changed since it was measured
   * @throws IOException when the stream or an attachment's source fails; what was written by then
   *     is incomplete
   */
  public void writeXml(
      Bundle bundle, Function<Binary, Optional<AttachmentContent>> contents, OutputStream out)
      throws IOException {
    new XmlModelWriter(bundle, contents, out).write();
  }

  /**
   * Writes JSON in UTF-8. Flushes the stream and does not close it.
   *
   * @param contents the attachment that stands in a Binary; where there is none, what the model
   *     holds is written
   * @throws UnwritableFhirException when an attachment changed since it was measured
   * @throws IOException when the stream or an attachment's source fails; what was written by then
   *     is incomplete
   */
  public void writeJson(
      Bundle bundle, Function<Binary, Optional<AttachmentContent>> contents, OutputStream out)
      throws IOException {
    new JsonModelWriter(json, bundle, contents).write(out);
  }

  /** One resource as JSON without line breaks; what stands in its Binaries is left out. */
  public String json(Resource resource) {
    try {
      return new JsonModelWriter(json, resource, binary -> Optional.empty()).compact();
    } catch (IOException e) {
      throw new UncheckedIOException("a text that is written in memory", e);
    }
  }
}
