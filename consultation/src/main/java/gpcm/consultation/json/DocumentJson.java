package gpcm.consultation.json;

import gpcm.consultation.CheckedText;
import gpcm.consultation.Circumstances;
import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.SnomedCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The JSON form of a document of any use case; its field {@code useCase} says which one it is.
 * {@code examples/} shows each. Reading is as strict as {@link ConsultationJson}. Thread-safe.
 */
public final class DocumentJson {
  private static final Map<String, Function<JsonObjectReader, Optional<? extends Document>>>
      READERS =
          new TreeMap<>(
              Map.of(
                  Consultation.SUMMARY, ConsultationReader::consultation,
                  OnlineConsultation.USE_CASE, OnlineConsultationReader::consultation,
                  GenericDocument.USE_CASE, GenericDocumentReader::document));

  private DocumentJson() {}

  /**
   * Reads a document.
   *
   * @throws InvalidConsultationException when it is not acceptable, with every problem
   */
  public static Document read(byte[] json) {
    return ConsultationJson.read(json, DocumentJson::document);
  }

  /**
   * The JSON Schema (2020-12) of what {@link #read} takes. A schema cannot say everything that is
   * checked: not check digits, days of the calendar, nor what one field says of another list.
   */
  public static byte[] schema() {
    try (InputStream in = DocumentJson.class.getResourceAsStream("document.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file document.schema.json");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a document as indented UTF-8; reading it again gives an equal one. */
  public static byte[] write(Document document) {
    return switch (document) {
      case Consultation summary -> ConsultationJson.write(summary);
      case OnlineConsultation online -> OnlineConsultationJson.write(online);
      case GenericDocument generic ->
          DocumentWriter.write(generic).toPrettyString().getBytes(StandardCharsets.UTF_8);
    };
  }

  /**
   * Reads a consultation as the system that recorded it tells of it, which need not know how many
   * reports of it went before.
   *
   * @throws InvalidConsultationException when it is not acceptable, with every problem
   */
  public static RecordedConsultation recorded(byte[] json) {
    return ConsultationJson.read(json, DocumentJson::recorded);
  }

  /**
   * As {@link #read(byte[])}, with what is said beside the document.
   *
   * @throws InvalidConsultationException when it is not acceptable, with every problem
   */
  public static RecordedConsultation report(byte[] json) {
    return ConsultationJson.read(
        json,
        f ->
            read(
                f,
                (document, circumstances) ->
                    new RecordedConsultation(document, true, circumstances)));
  }

  private static Optional<RecordedConsultation> recorded(JsonObjectReader f) {
    boolean numbered = f.has("version");
    f.suppose("version", 1);
    return read(
        f,
        (document, circumstances) -> new RecordedConsultation(document, numbered, circumstances));
  }

  private static Optional<Document> document(JsonObjectReader f) {
    return read(f, (document, circumstances) -> document);
  }

  private static <T> Optional<T> read(
      JsonObjectReader f, BiFunction<Document, Circumstances, T> made) {
    Optional<String> useCase = f.required("useCase", DocumentJson::known);
    Optional<Circumstances> circumstances =
        f.optionalObject("circumstances", DocumentJson::circumstances);
    return useCase.flatMap(
        name ->
            READERS
                .get(name)
                .apply(f)
                .map(document -> made.apply(document, circumstances.orElse(Circumstances.UNSAID))));
  }

  private static Optional<Circumstances> circumstances(JsonObjectReader f) {
    Optional<Circumstances.Registration> registration =
        f.optional("registration", Circumstances.Registration::of);
    boolean said = f.has("clinicallyRelevant");
    boolean relevant = f.flag("clinicallyRelevant");
    Optional<String> kind =
        f.optional("kind", text -> CheckedText.line("The kind of encounter", text));
    Optional<SnomedCode> code = f.optional("code", SnomedCode::new);
    return f.build(
        () ->
            new Circumstances(
                registration, said ? Optional.of(relevant) : Optional.empty(), kind, code));
  }

  private static String known(String useCase) {
    if (!READERS.containsKey(useCase)) {
      throw new InvalidValueException(
          "Use case",
          "must be one of " + String.join(", ", READERS.keySet()),
          "Send one of these, with its own form");
    }
    return useCase;
  }
}
