package gpcm.consultation.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.ProviderPreference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The JSON form of an online consultation; {@code examples/online-consultation.json} shows it. It
 * is read as strictly as {@link ConsultationJson}. Thread-safe.
 */
public final class OnlineConsultationJson {
  private OnlineConsultationJson() {}

  /**
   * Reads an online consultation. The stream is not closed.
   *
   * @throws InvalidConsultationException when it is not acceptable, with every problem
   * @throws IOException when the stream can't be read
   */
  public static OnlineConsultation read(InputStream json) throws IOException {
    return read(json.readNBytes(ConsultationJson.MAX_BYTES + 1));
  }

  /**
   * Reads an online consultation.
   *
   * @throws InvalidConsultationException when it is not acceptable, with every problem
   */
  public static OnlineConsultation read(byte[] json) {
    return ConsultationJson.read(json, OnlineConsultationReader::consultation);
  }

  /** The field {@code preferredProvider} of a consultation whose patient prefers this provider. */
  public static ObjectNode preference(ProviderPreference provider) {
    return OnlineConsultationWriter.preference(provider);
  }

  /** Writes an online consultation as indented UTF-8; reading it again gives an equal one. */
  public static byte[] write(OnlineConsultation consultation) {
    return OnlineConsultationWriter.write(consultation)
        .toPrettyString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
