package gpcm.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads FHIR STU3 Bundles from XML or JSON as streams, within limits. Attachments (the content of
 * every Binary) are decoded while the Bundle streams in and go to the sink; they are never held in
 * memory by the reader. What the standard has otherwise is read where that is possible, and kept as
 * a {@link FhirDeviation}. Safe for use by several threads; one instance serves a whole program,
 * and the first Bundle it reads pays for learning the model.
 */
public final class FhirReader {
  private final ReadLimits limits;
  private final FhirTypes types = new FhirTypes();
  private final JsonFactory json;

  /** Reads within these limits. */
  public FhirReader(ReadLimits limits) {
    this.limits = limits;
    this.json = JsonModelReader.factory(limits);
  }

  private interface Format {
    void read(ReadState state) throws IOException;
  }

  /** What the caller makes of a Bundle. */
  @FunctionalInterface
  public interface Use<T> {
    /** What it makes of this one; whatever it throws gives the Bundle's attachments up. */
    T of(ReadBundle bundle);
  }

  /**
   * Reads one Bundle from XML, to the end of the stream; does not close it.
   *
   * @throws UnreadableFhirException when it is no Bundle, or too large; the sink's targets are
   *     abandoned then, as they are when the use of the Bundle throws
   * @throws IOException when the stream or the sink fails
   */
  public <T> T readXml(InputStream in, AttachmentSink sink, Use<T> use) throws IOException {
    return read(
        sink,
        state -> new XmlModelReader(types, state, ForeignFormat.refused(in, "XML")).read(),
        use);
  }

  /**
   * Reads one Bundle from JSON, to the end of the stream; does not close it.
   *
   * @throws UnreadableFhirException when it is no Bundle, or too large; the sink's targets are
   *     abandoned then, as they are when the use of the Bundle throws
   * @throws IOException when the stream or the sink fails
   */
  public <T> T readJson(InputStream in, AttachmentSink sink, Use<T> use) throws IOException {
    return read(
        sink,
        state -> new JsonModelReader(json, types, state, ForeignFormat.refused(in, "JSON")).read(),
        use);
  }

  /**
   * Reads one resource from JSON, as the only entry of the Bundle that is returned.
   *
   * @throws UnreadableFhirException when it is no resource, or too large
   */
  public ReadBundle readResource(String resource) {
    String bundle = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + resource + "}]}";
    try {
      return readJson(
          new ByteArrayInputStream(bundle.getBytes(StandardCharsets.UTF_8)),
          AttachmentSink.discarding(),
          read -> read);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can always be read", e);
    }
  }

  private <T> T read(AttachmentSink sink, Format format, Use<T> use) throws IOException {
    ReadState state = new ReadState(limits, sink);
    try {
      format.read(state);
      return use.of(state.finished());
    } catch (UnreadableFhirException e) {
      state.abandon(e);
      throw state.root().map(e::after).orElse(e);
    } catch (IOException | RuntimeException e) {
      state.abandon(e);
      throw e;
    }
  }
}
