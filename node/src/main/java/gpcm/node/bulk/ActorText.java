package gpcm.node.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Actor;
import java.util.List;
import java.util.Optional;

/** Who did something, kept until it is done: the audit log names them with each document. */
final class ActorText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ActorText() {}

  static String of(Actor actor) {
    ObjectNode json = JSON.createObjectNode();
    json.put("kind", actor.kind().name()).put("id", actor.id());
    actor.name().ifPresent(name -> json.put("name", name));
    ArrayNode roles = json.putArray("roles");
    actor.roles().forEach(roles::add);
    json.put("organisation", actor.organisation());
    actor.session().ifPresent(session -> json.put("session", session));
    actor.nationalRole().ifPresent(role -> json.put("nationalRole", role));
    actor.roleProfile().ifPresent(profile -> json.put("roleProfile", profile));
    return json.toString();
  }

  static Actor read(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written here can always be read", e);
    }
    List<String> roles = json.path("roles").valueStream().map(JsonNode::asText).toList();
    return new Actor(
        Actor.Kind.valueOf(json.path("kind").asText()),
        json.path("id").asText(),
        maybe(json, "name"),
        roles,
        json.path("organisation").asText(),
        maybe(json, "session"),
        maybe(json, "nationalRole"),
        maybe(json, "roleProfile"));
  }

  private static Optional<String> maybe(JsonNode json, String name) {
    return Optional.ofNullable(json.path(name).textValue());
  }
}
