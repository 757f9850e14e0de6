package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody says when they do something with a document: the fields of a form on a page, or of
 * a JSON object in the API. Both are read alike.
 */
final class WorkFields {
  /** A note is the longest: 4,000 characters, each of which JSON may write with six. */
  private static final int MOST = 64 << 10;

  private static final String TEXT = "must be %d to %d characters, without control characters";

  /**
   * What JSON gives a field as; forms and addresses have texts alone, which may mean any of them.
   */
  private enum Kind {
    TEXT("text"),
    NUMBER("a whole number"),
    FLAG("true or false"),
    LIST("a list");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    private static Kind of(JsonNode value) {
      return value.isArray() ? LIST : value.isNumber() ? NUMBER : value.isBoolean() ? FLAG : TEXT;
    }
  }

  private final Map<String, List<String>> values;
  private final Map<String, Kind> kinds;

  private WorkFields(Map<String, List<String>> values) {
    this(values, Map.of());
  }

  /**
   * @param kinds what each field is given as; of none, when that cannot be told
   */
  private WorkFields(Map<String, List<String>> values, Map<String, Kind> kinds) {
    this.values = values;
    this.kinds = Map.copyOf(kinds);
  }

  /** Reads the body of a request, which has these fields and no others. */
  static WorkFields of(Context context, String... allowed) throws IOException {
    return Access.isApi(context) ? json(context, Set.of(allowed)) : form(context, allowed);
  }

  /** Reads what an address asks for; in one parameter, several stand with a comma between them. */
  static WorkFields ofAddress(Context context, Query query, Set<String> names) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String name : names) {
      query.text(name).ifPresent(text -> values.put(name, List.of(text.split(",", -1))));
    }
    return new WorkFields(values);
  }

  /** Reads what was asked for earlier and kept. */
  static WorkFields ofKept(Map<String, String> kept) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    kept.forEach((name, text) -> values.put(name, List.of(text.split(",", -1))));
    return new WorkFields(values);
  }

  private static WorkFields form(Context context, String... allowed) throws IOException {
    Form form = Form.of(context);
    Map<String, List<String>> values = new LinkedHashMap<>(WorkForm.joined(form));
    values.keySet().retainAll(Set.of(allowed));
    for (String name : allowed) {
      List<String> given = filled(form, name);
      if (!given.isEmpty()) {
        values.put(name, given);
      }
    }
    return new WorkFields(values);
  }

  private static List<String> filled(Form form, String name) {
    return form.all(name).stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  private static WorkFields json(Context context, Set<String> allowed) throws IOException {
    String type = context.contentType();
    if (type != null && !type.toLowerCase(Locale.ROOT).matches("\\s*application/json\\s*(;.*)?")) {
      throw new ProblemException(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE, "send a JSON object as application/json");
    }
    byte[] bytes =
        BoundedBody.read(context, MOST, "only the few fields of this address are expected here");
    JsonNode body;
    try {
      body = bytes.length == 0 ? ApiJson.object() : ApiJson.read(bytes);
    } catch (JsonProcessingException e) {
      throw new ProblemException(ProblemKind.INVALID_JSON, "the body is not JSON: send an object");
    }
    if (!body.isObject()) {
      throw wrong("", "must be a JSON object", "send the fields of this address");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    Map<String, Kind> kinds = new HashMap<>();
    body.properties()
        .forEach(
            field -> {
              if (!allowed.contains(field.getKey())) {
                throw wrong(
                    field.getKey(),
                    "unknown field",
                    "leave it out; there are " + String.join(", ", new TreeSet<>(allowed)));
              }
              values.put(field.getKey(), texts(field.getKey(), field.getValue()));
              kinds.put(field.getKey(), Kind.of(field.getValue()));
            });
    return new WorkFields(values, kinds);
  }

  private static List<String> texts(String name, JsonNode value) {
    return (value.isArray() ? value.valueStream() : Stream.of(value))
        .map(each -> text(name, each))
        .toList();
  }

  private static String text(String name, JsonNode value) {
    if (!value.isTextual() && !value.isIntegralNumber() && !value.isBoolean()) {
      throw wrong(name, "must be text, a whole number, true or false", "correct it");
    }
    return value.asText();
  }

  /** A field that may be left out; once only. */
  private Optional<String> one(String name, Kind kind) {
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw wrong(name, "must be one value", "give one");
    }
    require(name, kind);
    return given.stream().findFirst();
  }

  private void require(String name, Kind kind) {
    if (kinds.getOrDefault(name, kind) != kind) {
      throw wrong(name, "must be " + kind.words, "correct it");
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** A text of 1 to {@code most} characters, if it is given. */
  Optional<String> text(String name, int most) {
    return written(name, Kind.TEXT, most);
  }

  /** What is written of a whole number, with {@code most} digits, if it is given. */
  Optional<String> digits(String name, int most) {
    return written(name, Kind.NUMBER, most);
  }

  private Optional<String> written(String name, Kind kind, int most) {
    return one(name, kind)
        .map(
            given -> {
              String text = given.strip().replace("\r\n", "\n");
              if (text.isEmpty()
                  || text.codePointCount(0, text.length()) > most
                  || !text.codePoints().allMatch(WorkFields::isStorable)) {
                throw wrong(name, TEXT.formatted(1, most), "correct it");
              }
              return text;
            });
  }

  private static boolean isStorable(int point) {
    return point == '\n'
        || point == '\t'
        || (!Character.isISOControl(point) && (point < 0xD800 || point > 0xDFFF));
  }

  /** The same, which must be given. */
  String needed(String name, int most) {
    return text(name, most)
        .orElseThrow(() -> wrong(name, "missing: " + TEXT.formatted(1, most), "say it"));
  }

  private <T> Optional<T> value(String name, Kind kind, Function<String, T> parser, String rule) {
    return one(name, kind)
        .map(
            text -> {
              try {
                return parser.apply(text);
              } catch (IllegalArgumentException | DateTimeParseException e) {
                throw wrong(name, "must be " + rule, "correct it");
              }
            });
  }

  /**
   * One of a few words.
   *
   * @param of what a word stands for
   * @param all the words that there are
   */
  <T> Optional<T> choice(String name, Function<String, Optional<T>> of, Stream<String> all) {
    return text(name, 40)
        .map(
            text ->
                of.apply(text)
                    .orElseThrow(
                        () ->
                            wrong(
                                name,
                                "must be one of " + all.collect(Collectors.joining(", ")),
                                "choose one")));
  }

  Optional<UUID> id(String name) {
    return value(name, Kind.TEXT, UUID::fromString, "an id");
  }

  UUID neededId(String name) {
    return id(name).orElseThrow(() -> wrong(name, "missing: must be an id", "give it"));
  }

  /** Ids, each once, at most as many. */
  List<UUID> ids(String name, int most) {
    List<UUID> ids = new ArrayList<>();
    for (String text : list(name)) {
      try {
        ids.add(UUID.fromString(text));
      } catch (IllegalArgumentException e) {
        throw wrong(name, "must be ids", "correct them");
      }
    }
    List<UUID> each = ids.stream().distinct().toList();
    if (each.size() > most) {
      throw wrong(name, "must be %d at most".formatted(most), "give fewer");
    }
    return each;
  }

  /** Several values, none when it is left out. */
  List<String> list(String name) {
    require(name, Kind.LIST);
    return all(name);
  }

  /** Texts as they were given. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Optional<LocalDate> date(String name) {
    return value(name, Kind.TEXT, LocalDate::parse, "a day such as 2026-03-31")
        .filter(
            date -> {
              if (date.getYear() < 1900 || date.getYear() > 9998) {
                throw wrong(name, "must be a day such as 2026-03-31", "correct it");
              }
              return true;
            });
  }

  Optional<Instant> instant(String name) {
    return value(name, Kind.TEXT, Instant::parse, "a time such as 2026-03-31T14:30:00Z")
        .filter(
            at -> {
              if (at.isBefore(Instant.EPOCH)) {
                throw wrong(name, "must be a time such as 2026-03-31T14:30:00Z", "correct it");
              }
              return true;
            });
  }

  Optional<Boolean> flag(String name) {
    return value(name, Kind.FLAG, Query::trueOrFalse, Kind.FLAG.words);
  }

  /** The version of the work that whoever asks has seen. */
  OptionalLong version() {
    return value(
            "version",
            Kind.NUMBER,
            text -> {
              if (!text.matches("[0-9]{1,15}")) {
                throw new IllegalArgumentException();
              }
              return Long.parseLong(text);
            },
            Kind.NUMBER.words)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /**
   * The same where versions are counted from 1: 0 when it is left out. A number beyond all versions
   * is that of none.
   */
  int seenVersion() {
    return (int) Math.min(version().orElse(0), Integer.MAX_VALUE);
  }

  static ProblemException wrong(String field, String detail, String remedy) {
    return new ProblemException(
        ProblemKind.INVALID_ENTRY,
        (field.isEmpty() ? "" : field + ": ") + detail,
        List.of(
            new ProblemException.FieldProblem(field.isEmpty() ? "" : "/" + field, detail, remedy)));
  }
}
