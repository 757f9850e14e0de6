package gpcm.oidc.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads personas from JSON: {@code {"personas": [{"id": ..., ...}]}}. */
final class PersonaFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "purpose",
          "given",
          "family",
          "nationalId",
          "identityLevel",
          "authenticators",
          "roles",
          "organisations",
          "claims",
          "misbehaviour");

  private PersonaFile() {}

  /**
   * All personas of a file.
   *
   * @throws IllegalArgumentException naming the file and what is wrong in it
   */
  static List<Persona> read(Path file) {
    try {
      JsonNode root = JSON.readTree(file.toFile());
      if (!root.path("personas").isArray() || root.path("personas").isEmpty()) {
        throw new IllegalArgumentException(
            "%s: there is no list \"personas\" with at least one persona".formatted(file));
      }
      List<Persona> personas = new ArrayList<>();
      Set<String> ids = new HashSet<>();
      for (JsonNode each : root.path("personas")) {
        Persona persona = persona(each, "%s: personas[%d]".formatted(file, personas.size()));
        if (!ids.add(persona.id())) {
          throw new IllegalArgumentException(
              "%s: the persona '%s' is there twice; give each an id of its own"
                  .formatted(file, persona.id()));
        }
        personas.add(persona);
      }
      return personas;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s is not JSON: line %d; correct it"
              .formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Persona persona(JsonNode json, String where) {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException(
                    "%s.%s is unknown; the fields are %s"
                        .formatted(
                            where, name, String.join(", ", FIELDS.stream().sorted().toList())));
              }
            });
    return new Persona(
        text(json, "id", where),
        json.path("purpose").asText(""),
        new Persona.Name(text(json, "given", where), text(json, "family", where)),
        text(json, "nationalId", where),
        json.path("identityLevel").asInt(3),
        json.has("authenticators") ? texts(json.path("authenticators")) : List.of("AAL2_TOTP"),
        StreamSupport.stream(json.path("roles").spliterator(), false)
            .map(role -> role(role, where + ".roles"))
            .toList(),
        StreamSupport.stream(json.path("organisations").spliterator(), false)
            .map(
                organisation ->
                    new Organisation(
                        text(organisation, "code", where + ".organisations"),
                        text(organisation, "name", where + ".organisations")))
            .toList(),
        json.has("claims")
            ? JSON.convertValue(json.path("claims"), new TypeReference<Map<String, Object>>() {})
            : Map.of(),
        misbehaviour(json.path("misbehaviour").asText("none"), where));
  }

  private static NationalRole role(JsonNode json, String where) {
    return new NationalRole(
        text(json, "roleId", where),
        text(json, "orgCode", where),
        text(json, "code", where),
        json.path("name").asText(""),
        texts(json.path("activityCodes")));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Misbehaviour misbehaviour(String text, String where) {
    try {
      return Misbehaviour.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s.misbehaviour '%s' is none of %s"
              .formatted(where, text, List.of(Misbehaviour.values())),
          e);
    }
  }

  private static String text(JsonNode json, String field, String where) {
    JsonNode value = json.path(field);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw new IllegalArgumentException(
          "%s.%s must be text that is not empty".formatted(where, field));
    }
    return value.asText();
  }
}
