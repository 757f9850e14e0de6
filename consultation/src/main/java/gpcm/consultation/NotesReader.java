package gpcm.consultation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sections and their items out of their JSON objects. */
final class NotesReader {
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  private NotesReader() {}

  static Optional<Section> section(Fields f) {
    Optional<String> title = f.required("title", text -> Text.line("Section title", text));
    List<Item> items = f.requiredObjects("items", NotesReader::item);
    return f.build(() -> new Section(title.orElseThrow(), items));
  }

  /** The kind of an item is the one of four fields that it has. */
  static Optional<Item> item(Fields f) {
    Optional<String> kind = f.exactlyOne("item", "text", "code", "value", "table");
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    boolean confidential = f.flag("confidential");
    return switch (kind.get()) {
      case "text" -> {
        Optional<String> text = f.required("text", value -> Text.note("Text", value));
        yield f.build(() -> new Item.TextItem(text.orElseThrow(), confidential));
      }
      case "code" -> {
        Optional<ClinicalCode> code = f.requiredObject("code", NotesReader::code);
        yield f.build(() -> new Item.CodedItem(code.orElseThrow(), confidential));
      }
      case "value" -> {
        Optional<Item> value = f.requiredObject("value", fields -> value(fields, confidential));
        yield f.build(value::orElseThrow);
      }
      default -> {
        Optional<Item> table = f.requiredObject("table", fields -> table(fields, confidential));
        yield f.build(table::orElseThrow);
      }
    };
  }

  static Optional<ClinicalCode> code(Fields f) {
    Optional<ClinicalCode.Terminology> system =
        f.required(
            "system",
            text ->
                PeopleReader.oneOf(
                    "Code system",
                    ClinicalCode.Terminology.values(),
                    ClinicalCode.Terminology::code,
                    text));
    Optional<String> code =
        f.required(
            "code",
            text -> {
              SnomedCode.ConceptId.check("Code", text);
              return text;
            });
    Optional<String> term = f.required("term", text -> Text.line("Term", text));
    return f.build(
        () -> new ClinicalCode(system.orElseThrow(), code.orElseThrow(), term.orElseThrow()));
  }

  private static Optional<Item> value(Fields f, boolean confidential) {
    Optional<String> term = f.required("term", text -> Text.line("Term", text));
    Optional<ClinicalCode> code = f.optionalObject("code", NotesReader::code);
    Optional<BigDecimal> quantity = f.required("quantity", NotesReader::decimal);
    Optional<String> unit = f.optional("unit", text -> Text.line("Unit", text));
    return f.build(
        () ->
            new Item.ValueItem(
                term.orElseThrow(), code, quantity.orElseThrow(), unit, confidential));
  }

  private static Optional<Item> table(Fields f, boolean confidential) {
    Optional<String> caption = f.required("caption", text -> Text.line("Caption", text));
    List<String> columns = f.texts("columns", text -> Text.line("Column heading", text));
    List<List<String>> rows = f.rows("rows");
    return f.build(() -> new Item.TableItem(caption.orElseThrow(), columns, rows, confidential));
  }

  /** Text, not a JSON number: 37.0 and 37 are different measurements, and some writers round. */
  static BigDecimal decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new InvalidValueException(
          "Quantity",
          "must be a decimal number with at most 15 digits before and after the point",
          "Send it as it was measured; put its unit into unit");
    }
    return new BigDecimal(text);
  }
}
