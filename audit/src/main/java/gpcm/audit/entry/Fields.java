package gpcm.audit.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The members of a JSON object, asked for by name and type. */
record Fields(String where, Map<?, ?> json) {

  boolean has(String name) {
    return json.containsKey(name);
  }

  String text(String name) {
    return optional(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(json.get(name)).map(value -> string(name, value));
  }

  long number(String name) {
    return switch (json.get(name)) {
      case Long number -> number;
      case null -> throw missing(name);
      default -> throw wrong(name, "a number");
    };
  }

  UUID id(String name) {
    return uuid(text(name));
  }

  Optional<UUID> optionalId(String name) {
    return optional(name).map(Fields::uuid);
  }

  static UUID uuid(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw new EntryException("'%s' is no UUID".formatted(Wording.shown(text)), e);
    }
    throw new EntryException("'%s' is not how a UUID is written".formatted(Wording.shown(text)));
  }

  Fields object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name));
  }

  Optional<Fields> optionalObject(String name) {
    return switch (json.get(name)) {
      case null -> Optional.empty();
      case Map<?, ?> map -> Optional.of(new Fields(name + " of " + where, map));
      default -> throw wrong(name, "an object");
    };
  }

  List<String> texts(String name) {
    return list(name).stream().map(value -> string(name, value)).toList();
  }

  List<Fields> objects(String name) {
    return list(name).stream()
        .map(
            value -> {
              if (value instanceof Map<?, ?> map) {
                return new Fields(name + " of " + where, map);
              }
              throw wrong(name, "a list of objects");
            })
        .toList();
  }

  String shown(String name) {
    return Wording.shown(String.valueOf(json.get(name)));
  }

  private List<?> list(String name) {
    return switch (json.get(name)) {
      case null -> List.of();
      case List<?> list -> list;
      default -> throw wrong(name, "a list");
    };
  }

  private String string(String name, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(name, "text");
  }

  private EntryException missing(String name) {
    return new EntryException("%s does not say its %s".formatted(where, name));
  }

  private EntryException wrong(String name, String kind) {
    return new EntryException("%s of %s is not %s".formatted(name, where, kind));
  }
}
