package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.working.Fits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What the forms of the settings have in common, as they are read. */
final class SettingsFields {
  /** The use cases there are, as documents have them. */
  static final List<String> USE_CASES =
      List.of("consultation-summary", "online-consultation", "generic");

  private static final int LONGEST_DUE = 8760;

  private SettingsFields() {}

  /** A text of one line. */
  static String line(WorkFields fields, String name, int most) {
    String text = fields.needed(name, most);
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw WorkFields.wrong(name, "must be one line", "correct it");
    }
    return text;
  }

  /** Which documents something is for; what is not filled in asks for nothing. */
  static Fits fits(WorkFields fields) {
    WrongFields wrong = new WrongFields();
    Supplier<Optional<String>> typeCode =
        wrong.read(
            () ->
                matching(fields, "type-code", "[A-Za-z0-9.-]{1,40}", "a code, such as 736253002"));
    Supplier<Optional<String>> sender =
        wrong.read(
            () -> matching(fields, "sender", "[A-Za-z0-9]{3,12}", "an ODS code, such as A99901"));
    Supplier<Optional<String>> useCase = wrong.read(() -> useCase(fields));
    Supplier<Optional<Boolean>> forAction = wrong.read(() -> forAction(fields));
    Supplier<Optional<Boolean>> confidential = wrong.read(() -> fields.flag("confidential"));
    Supplier<Optional<Boolean>> urgent = wrong.read(() -> fields.flag("urgent"));
    wrong.refuse();
    return new Fits(
        typeCode.get(),
        sender.get().map(code -> code.toUpperCase(Locale.ROOT)),
        useCase.get(),
        forAction.get(),
        confidential.get(),
        urgent.get());
  }

  private static Optional<String> useCase(WorkFields fields) {
    return fields
        .text("use-case", 40)
        .map(
            word -> {
              if (!USE_CASES.contains(word)) {
                throw WorkFields.wrong("use-case", "must be one of the list", "choose one");
              }
              return word;
            });
  }

  private static Optional<Boolean> forAction(WorkFields fields) {
    return fields
        .text("action", 2)
        .map(
            word ->
                switch (word) {
                  case "FA" -> true;
                  case "FI" -> false;
                  default ->
                      throw WorkFields.wrong("action", "must be one of the list", "choose one");
                });
  }

  /** The same as JSON, by the names that it is read by. */
  static ObjectNode json(Fits fits) {
    ObjectNode json = ApiJson.object();
    fits.typeCode().ifPresent(code -> json.put("type-code", code));
    fits.sender().ifPresent(code -> json.put("sender", code));
    fits.useCase().ifPresent(word -> json.put("use-case", word));
    fits.forAction().ifPresent(is -> json.put("action", is ? "FA" : "FI"));
    fits.confidential().ifPresent(is -> json.put("confidential", is));
    fits.urgent().ifPresent(is -> json.put("urgent", is));
    return json;
  }

  private static Optional<String> matching(
      WorkFields fields, String name, String pattern, String rule) {
    return fields
        .text(name, 40)
        .map(
            text -> {
              if (!text.matches(pattern)) {
                throw WorkFields.wrong(name, "must be " + rule, "correct it, or leave it out");
              }
              return text;
            });
  }

  /** A number of hours or days, in hours; empty when the number is left out. */
  static OptionalInt hours(WorkFields fields, String number, String unit) {
    return hours(
        fields,
        number,
        fields.text(unit, 5).filter("hours"::equals).isPresent() ? 1 : 24,
        "must be at least 1 hour and at most 365 days");
  }

  /** A number of hours; empty when it is left out. */
  static OptionalInt hours(WorkFields fields, String number) {
    return hours(fields, number, 1, "must be 1 to " + LONGEST_DUE);
  }

  private static OptionalInt hours(WorkFields fields, String number, int each, String rule) {
    Optional<String> given = fields.digits(number, 4);
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = given.get();
    int hours = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) * each : 0;
    if (hours < 1 || hours > LONGEST_DUE) {
      throw WorkFields.wrong(number, rule, "give another number");
    }
    return OptionalInt.of(hours);
  }
}
