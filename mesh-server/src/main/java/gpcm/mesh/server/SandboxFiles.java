package gpcm.mesh.server;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.mesh.Secret;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the public sandbox's files: one JSON object a line. Mailboxes have {@code mailbox_id,
 * mailbox_name, billing_entity, ods_code, org_code, org_name, password, active}, workflows {@code
 * workflow_id, senders, receivers}.
 */
public final class SandboxFiles {
  private SandboxFiles() {}

  /**
   * The mailboxes of a {@code mailboxes.jsonl}.
   *
   * @throws IllegalArgumentException naming file, line and what is wrong
   */
  public static List<RegisteredMailbox> mailboxes(Path file) {
    return lines(file, SandboxFiles::mailbox);
  }

  /**
   * The workflows of a {@code workflows.jsonl}.
   *
   * @throws IllegalArgumentException naming file, line and what is wrong
   */
  public static List<Workflow> workflows(Path file) {
    return lines(file, SandboxFiles::workflow);
  }

  /**
   * Patients for automatic routing, in the form in which a node reads its own: {@code nhsNumber,
   * birthDate} (yyyy-MM-dd), {@code family, practiceOds}. Other fields are left alone, and the
   * former names {@code nhs_number, birth_date, surname, practice_ods} are read too.
   *
   * @throws IllegalArgumentException naming file, line and what is wrong
   */
  public static List<RegisteredPatient> patients(Path file) {
    return lines(file, SandboxFiles::patient);
  }

  static RegisteredMailbox mailbox(JsonNode json, String where) {
    return new RegisteredMailbox(
        required(json, "mailbox_id", where),
        json.path("mailbox_name").asText(""),
        json.path("billing_entity").asText(""),
        json.path("ods_code").asText(""),
        json.path("org_code").asText(""),
        json.path("org_name").asText(""),
        Secret.of(required(json, "password", where)),
        json.path("active").asBoolean(true));
  }

  static Workflow workflow(JsonNode json, String where) {
    return new Workflow(
        required(json, "workflow_id", where), ids(json, "senders"), ids(json, "receivers"));
  }

  static RegisteredPatient patient(JsonNode json, String where) {
    try {
      return new RegisteredPatient(
          required(json, "nhsNumber", "nhs_number", where),
          LocalDate.parse(required(json, "birthDate", "birth_date", where)),
          required(json, "family", "surname", where),
          required(json, "practiceOds", "practice_ods", where));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(where + " has a birthDate that isn't yyyy-MM-dd", e);
    }
  }

  private interface Reader<T> {
    T read(JsonNode json, String where);
  }

  private static <T> List<T> lines(Path file, Reader<T> reader) {
    return JsonLine.all(file).stream().map(line -> reader.read(line.json(), line.where())).toList();
  }

  private static String required(JsonNode json, String field, String where) {
    String text = json.path(field).asText("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException(where + " has no " + field);
    }
    return text;
  }

  private static String required(JsonNode json, String field, String former, String where) {
    return required(json, json.has(former) && !json.has(field) ? former : field, where);
  }

  private static Set<String> ids(JsonNode json, String field) {
    Set<String> ids = new HashSet<>();
    json.path(field).forEach(id -> ids.add(id.asText().strip().toUpperCase(Locale.ROOT)));
    return ids;
  }
}
