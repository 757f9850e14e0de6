package gpcm.node.submitting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.ReportedEncounter;
import gpcm.consultation.json.DocumentJson;
import gpcm.consultation.json.InvalidConsultationException;
import gpcm.consultation.json.RecordedConsultation;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What a file tells of a consultation. */
sealed interface Told {
  /** Which consultation. */
  String encounter();

  /** It was created or updated; the file is what the API takes for that. */
  record Recorded(RecordedConsultation consultation) implements Told {
    @Override
    public String encounter() {
      return consultation.document().encounterId();
    }
  }

  /**
   * It was deleted: {@code {"encounterId": "...", "deleted": true, "by": "...", "reason": "..."}}.
   */
  record Deleted(String encounter, String by, Optional<String> reason) implements Told {}

  /** Its report is to go: {@code {"encounterId": "...", "confirmed": true, "by": "..."}}. */
  record Confirmed(String encounter, String by) implements Told {}

  /**
   * Reads a file.
   *
   * @throws RefusedSubmission when it tells nothing that can be understood
   */
  static Told read(byte[] json) throws RefusedSubmission {
    Optional<JsonNode> act = Reading.act(json);
    if (act.isPresent()) {
      return Reading.act(act.get());
    }
    try {
      return new Recorded(DocumentJson.recorded(json));
    } catch (InvalidConsultationException e) {
      throw RefusedSubmission.of(e);
    }
  }

  /**
   * The files that lie beside it, as far as it can be read, whatever else is wrong with it; none
   * that would be another consultation or its report.
   */
  static Set<String> files(byte[] json) {
    Set<String> names = new LinkedHashSet<>();
    try {
      JsonNode read = Reading.MAPPER.readTree(json);
      if (read != null) {
        read.path("attachments").forEach(each -> names.add(each.path("file").asText("")));
      }
    } catch (JsonProcessingException e) {
      return Set.of();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    names.removeIf(name -> name.isEmpty() || TakingIn.isOthers(name));
    return names;
  }

  /** How acts are read. */
  final class Reading {
    private static final int LARGEST_ACT = 64 << 10;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 1000;
    private static final Set<String> FIELDS =
        Set.of("encounterId", "deleted", "confirmed", "by", "reason");
    private static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Reading() {}

    private static Optional<JsonNode> act(byte[] json) {
      if (json.length > LARGEST_ACT) {
        return Optional.empty();
      }
      try {
        JsonNode read = MAPPER.readTree(json);
        return Optional.ofNullable(read)
            .filter(each -> each.has("deleted") || each.has("confirmed"));
      } catch (JsonProcessingException e) {
        // What is wrong with it is said by whoever reads consultations.
        return Optional.empty();
      } catch (IOException e) {
        throw new IllegalStateException("bytes in memory can be read", e);
      }
    }

    private static Told act(JsonNode json) throws RefusedSubmission {
      for (var field : json.properties()) {
        if (!FIELDS.contains(field.getKey())) {
          throw new RefusedSubmission(
              "",
              "has a field that is unknown here",
              "A deletion or confirmation has encounterId, deleted or confirmed, by, and reason");
        }
      }
      boolean deleted = json.has("deleted");
      if (json.has("confirmed") == deleted
          || !json.path(deleted ? "deleted" : "confirmed").isBoolean()
          || !json.path(deleted ? "deleted" : "confirmed").booleanValue()) {
        throw new RefusedSubmission(
            deleted ? "/deleted" : "/confirmed",
            "must be true, and the other one must be missing",
            "Say one thing in one file");
      }
      String encounter = encounter(json);
      String by = line(json, "by", LONGEST_NAME);
      if (deleted) {
        return new Deleted(
            encounter,
            by,
            json.has("reason")
                ? Optional.of(line(json, "reason", LONGEST_REASON))
                : Optional.empty());
      }
      if (json.has("reason")) {
        throw new RefusedSubmission("/reason", "a confirmation has none", "Leave it out");
      }
      return new Confirmed(encounter, by);
    }

    private static String encounter(JsonNode json) throws RefusedSubmission {
      String text = json.path("encounterId").textValue();
      try {
        return ReportedEncounter.id(text == null ? "" : text);
      } catch (InvalidValueException e) {
        throw new RefusedSubmission(
            "/encounterId", e.rule(), "Send the id under which the consultation was handed in");
      }
    }

    private static String line(JsonNode json, String field, int longest) throws RefusedSubmission {
      String text = json.path(field).textValue();
      try {
        CheckedText.line(field, text == null ? "" : text.strip());
      } catch (InvalidValueException e) {
        throw new RefusedSubmission("/" + field, e.rule(), e.remedy());
      }
      if (text.codePointCount(0, text.length()) > longest) {
        throw new RefusedSubmission(
            "/" + field, "must be 1 to %d characters".formatted(longest), "Shorten it");
      }
      return text.strip();
    }
  }
}
