package gpcm.audit.entry;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/** The JSON of entries, version 1. What it says of an absent value is nothing at all. */
final class EntryForm {
  private static final long VERSION = 1;

  private EntryForm() {}

  static WrittenEntry write(AuditEntry entry, SecureRandom random) {
    Optional<PersonalPart> personal = personal(entry, random);
    Map<String, Object> json = new TreeMap<>();
    json.put("v", VERSION);
    json.put("id", entry.id().toString());
    json.put("at", time(entry.at()));
    json.put("org", Wording.name(entry.organisation()));
    json.put("action", entry.action().code());
    json.put("who", actor(entry.actor()));
    entry.second().ifPresent(second -> json.put("second", actor(second)));
    json.put("data", data(entry.data()));
    json.put("outcome", outcome(entry.outcome()));
    json.put("change", change(entry.change()));
    json.put("purpose", Wording.shortened(entry.purpose()));
    json.put("where", place(entry.place()));
    personal.ifPresent(part -> json.put("commitment", part.commitment()));
    json.values().removeIf(value -> value instanceof Map<?, ?> map && map.isEmpty());
    SearchCopies copies =
        new SearchCopies(
            entry.id(),
            entry.at(),
            Wording.name(entry.organisation()),
            entry.action().code(),
            Wording.name(entry.actor().id()),
            entry.data().caseId(),
            personal.map(PersonalPart::commitment));
    return new WrittenEntry(entry.id(), CanonicalJson.write(json), copies, personal);
  }

  private static Optional<PersonalPart> personal(AuditEntry entry, SecureRandom random) {
    Map<String, Object> json = new TreeMap<>();
    text(json, "name", entry.actor().name());
    text(json, "second", entry.second().flatMap(Actor::name));
    text(json, "address", entry.place().address());
    text(json, "reason", entry.reason());
    text(json, "query", entry.query());
    if (!entry.patients().isEmpty()) {
      json.put("patients", entry.patients().stream().map(EntryForm::patient).toList());
    }
    if (json.isEmpty()) {
      return Optional.empty();
    }
    json.put("v", VERSION);
    byte[] salt = new byte[PersonalPart.SALT_LENGTH];
    random.nextBytes(salt);
    return Optional.of(new PersonalPart(salt, CanonicalJson.write(json)));
  }

  private static Map<String, Object> patient(Patient patient) {
    Map<String, Object> json = new TreeMap<>();
    text(json, "nhs", patient.nhsNumber());
    text(json, "superseded", patient.superseded());
    text(json, "local", patient.localId());
    text(json, "name", patient.name());
    return json;
  }

  private static Map<String, Object> actor(Actor actor) {
    Map<String, Object> json = new TreeMap<>();
    json.put("kind", actor.kind().code());
    json.put("id", Wording.name(actor.id()));
    json.put("org", Wording.shortened(actor.organisation()));
    if (!actor.roles().isEmpty()) {
      json.put("roles", actor.roles().stream().map(Wording::shortened).toList());
    }
    text(json, "session", actor.session());
    text(json, "role", actor.nationalRole());
    text(json, "profile", actor.roleProfile());
    return json;
  }

  private static Map<String, Object> data(Data data) {
    Map<String, Object> json = new TreeMap<>();
    text(json, "case", data.caseId().map(UUID::toString));
    text(json, "message", data.messageId());
    text(json, "document", data.documentId());
    text(json, "version", data.documentVersion());
    data.attachment().ifPresent(number -> json.put("attachment", number));
    text(json, "sha256", data.contentHash());
    text(json, "confidentiality", data.confidentiality());
    if (!data.shown().isEmpty()) {
      json.put("shown", data.shown().stream().map(UUID::toString).toList());
    }
    data.count().ifPresent(count -> json.put("count", count));
    return json;
  }

  private static Map<String, Object> outcome(Outcome outcome) {
    Map<String, Object> json = new TreeMap<>();
    json.put("is", outcome.kind().code());
    text(json, "code", outcome.code());
    return json;
  }

  private static Map<String, Object> change(Change change) {
    Map<String, Object> json = new TreeMap<>();
    text(json, "from", change.before());
    text(json, "to", change.after());
    return json;
  }

  private static Map<String, Object> place(Place place) {
    Map<String, Object> json = new TreeMap<>();
    json.put("node", Wording.shortened(place.node()));
    json.put("software", Wording.shortened(place.software()));
    text(json, "screen", place.screen());
    text(json, "request", place.requestId());
    place.clockOffsetMillis().ifPresent(offset -> json.put("clock", offset));
    return json;
  }

  private static void text(Map<String, Object> json, String name, Optional<String> value) {
    value.ifPresent(text -> json.put(name, Wording.shortened(text)));
  }

  /** As every entry writes a time: always with three digits of a second. */
  static String time(Instant at) {
    String text = Instant.ofEpochSecond(at.getEpochSecond()).toString();
    return "%s.%03dZ".formatted(text.substring(0, text.length() - 1), at.getNano() / 1_000_000);
  }

  static AuditEntry read(byte[] bytes, Optional<PersonalPart> personal) {
    Fields json = new Fields("the entry", CanonicalJson.read(bytes));
    if (json.number("v") != VERSION) {
      throw new EntryException(
          "an entry of format %d was written by a later version".formatted(json.number("v")));
    }
    Optional<String> commitment = json.optional("commitment");
    if (personal.isPresent() && !personal.map(PersonalPart::commitment).equals(commitment)) {
      throw new EntryException("the personal part is not the one that was sealed with the entry");
    }
    Fields person =
        new Fields(
            "the personal part",
            personal.map(part -> CanonicalJson.read(part.body())).orElseGet(Map::of));
    return new AuditEntry(
        json.id("id"),
        instant(json.text("at")),
        json.text("org"),
        Action.ofCode(json.text("action"))
            .orElseThrow(
                () ->
                    new EntryException(
                        "the action %s is of a later version".formatted(json.shown("action")))),
        actor(json.object("who"), person.optional("name")),
        json.optionalObject("second").map(second -> actor(second, person.optional("second"))),
        person.objects("patients").stream().map(EntryForm::patient).toList(),
        json.optionalObject("data").map(EntryForm::data).orElse(Data.NONE),
        outcome(json.object("outcome")),
        json.optionalObject("change")
            .map(change -> new Change(change.optional("from"), change.optional("to")))
            .orElse(Change.NONE),
        json.text("purpose"),
        person.optional("reason"),
        person.optional("query"),
        place(json.object("where"), person.optional("address")));
  }

  private static Instant instant(String text) {
    try {
      Instant at = Instant.parse(text);
      if (time(at).equals(text)) {
        return at;
      }
    } catch (DateTimeException e) {
      throw new EntryException("'%s' is no time of an entry".formatted(Wording.shown(text)), e);
    }
    throw new EntryException("'%s' is no time of an entry".formatted(Wording.shown(text)));
  }

  private static Patient patient(Fields json) {
    return new Patient(
        json.optional("nhs"),
        json.optional("superseded"),
        json.optional("local"),
        json.optional("name"));
  }

  private static Actor actor(Fields json, Optional<String> name) {
    return new Actor(
        Actor.Kind.ofCode(json.text("kind")),
        json.text("id"),
        name,
        json.texts("roles"),
        json.text("org"),
        json.optional("session"),
        json.optional("role"),
        json.optional("profile"));
  }

  private static Data data(Fields json) {
    return new Data(
        json.optionalId("case"),
        json.optional("message"),
        json.optional("document"),
        json.optional("version"),
        whole(json, "attachment"),
        json.optional("sha256"),
        json.optional("confidentiality"),
        json.texts("shown").stream().map(Fields::uuid).toList(),
        whole(json, "count"));
  }

  private static OptionalInt whole(Fields json, String name) {
    return json.has(name)
        ? OptionalInt.of(Math.toIntExact(json.number(name)))
        : OptionalInt.empty();
  }

  private static Outcome outcome(Fields json) {
    return new Outcome(Outcome.Kind.ofCode(json.text("is")), json.optional("code"));
  }

  private static Place place(Fields json, Optional<String> address) {
    return new Place(
        json.text("node"),
        json.text("software"),
        json.optional("screen"),
        json.optional("request"),
        address,
        json.has("clock") ? OptionalLong.of(json.number("clock")) : OptionalLong.empty());
  }

  /** What of an entry is stored a second time, to be searched. */
  static SearchCopies copies(byte[] bytes) {
    Fields json = new Fields("the entry", CanonicalJson.read(bytes));
    return new SearchCopies(
        json.id("id"),
        instant(json.text("at")),
        json.text("org"),
        json.text("action"),
        json.object("who").text("id"),
        json.optionalObject("data").flatMap(data -> data.optionalId("case")),
        json.optional("commitment"));
  }
}
