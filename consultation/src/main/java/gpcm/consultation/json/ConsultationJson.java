package gpcm.consultation.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.Consultation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON form of a consultation; {@code examples/consultation-summary.json} shows it. Reading is
 * strict: a field that is unknown, repeated, missing, of the wrong type or of a wrong value is
 * refused, and one reading reports them all. Thread-safe.
 */
public final class ConsultationJson {
  /** The largest document that is read, in bytes. */
  public static final int MAX_BYTES = 10 * 1024 * 1024;

  private ConsultationJson() {}

  /**
   * Reads a consultation. The stream is not closed.
   *
   * @throws InvalidConsultationException when it is not acceptable, with every problem
   * @throws IOException when the stream can't be read
   */
  public static Consultation read(InputStream json) throws IOException {
    return read(json.readNBytes(MAX_BYTES + 1));
  }

  /**
   * Reads a consultation.
   *
   * @throws InvalidConsultationException when it is not acceptable, with every problem
   */
  public static Consultation read(byte[] json) {
    return read(json, ConsultationReader::consultation);
  }

  /** Reads a document of any use case whose root is an object. */
  static <T> T read(byte[] json, Function<JsonObjectReader, Optional<T>> reader) {
    JsonProblems problems = new JsonProblems();
    if (json.length > MAX_BYTES) {
      problems.add(
          JsonPointer.empty(),
          "more",
          "must be at most " + MAX_BYTES + " bytes",
          "Send files as attachments");
      problems.throwIfAny();
    }
    JsonNode root = new JsonTree(problems).read(json);
    if (root.isMissingNode()) {
      problems.malformed();
      problems.throwIfAny();
    }
    Optional<T> value = JsonObjectReader.object(root, JsonPointer.empty(), problems, reader);
    problems.throwIfAny();
    return value.orElseThrow();
  }

  /** Writes a consultation as indented UTF-8; reading it again gives an equal consultation. */
  public static byte[] write(Consultation consultation) {
    return ConsultationWriter.write(consultation).toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
