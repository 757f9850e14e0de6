package gpcm.consultation.json;

import gpcm.consultation.CheckedText;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sections and their items out of their JSON objects. */
final class NotesReader {
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  private NotesReader() {}

  static Optional<Section> section(JsonObjectReader f) {
    Optional<String> title = f.required("title", text -> CheckedText.line("Section title", text));
    List<SectionItem> items = f.requiredObjects("items", NotesReader::item);
    return f.build(() -> new Section(title.orElseThrow(), items));
  }

  /** The kind of an item is the one of four fields that it has. */
  static Optional<SectionItem> item(JsonObjectReader f) {
    Optional<String> kind = f.exactlyOne("item", "text", "code", "value", "table");
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    boolean confidential = f.flag("confidential");
    return switch (kind.get()) {
      case "text" -> {
        Optional<String> text = f.required("text", value -> CheckedText.note("Text", value));
        yield f.build(() -> new SectionItem.TextItem(text.orElseThrow(), confidential));
      }
      case "code" -> {
        Optional<ClinicalCode> code = f.requiredObject("code", NotesReader::code);
        yield f.build(() -> new SectionItem.CodedItem(code.orElseThrow(), confidential));
      }
      case "value" -> {
        Optional<SectionItem> value =
            f.requiredObject("value", fields -> value(fields, confidential));
        yield f.build(value::orElseThrow);
      }
      default -> {
        Optional<SectionItem> table =
            f.requiredObject("table", fields -> table(fields, confidential));
        yield f.build(table::orElseThrow);
      }
    };
  }

  static Optional<ClinicalCode> code(JsonObjectReader f) {
    Optional<ClinicalCode.Terminology> system =
        f.required(
            "system",
            text ->
                PeopleReader.oneOf(
                    "Code system",
                    ClinicalCode.Terminology.values(),
                    ClinicalCode.Terminology::code,
                    text));
    Optional<String> code = f.required("code", ClinicalCode::conceptId);
    Optional<String> term = f.required("term", text -> CheckedText.line("Term", text));
    return f.build(
        () -> new ClinicalCode(system.orElseThrow(), code.orElseThrow(), term.orElseThrow()));
  }

  private static Optional<SectionItem> value(JsonObjectReader f, boolean confidential) {
    Optional<String> term = f.required("term", text -> CheckedText.line("Term", text));
    Optional<ClinicalCode> code = f.optionalObject("code", NotesReader::code);
    Optional<BigDecimal> quantity = f.required("quantity", NotesReader::decimal);
    Optional<String> unit = f.optional("unit", text -> CheckedText.line("Unit", text));
    return f.build(
        () ->
            new SectionItem.ValueItem(
                term.orElseThrow(), code, quantity.orElseThrow(), unit, confidential));
  }

  private static Optional<SectionItem> table(JsonObjectReader f, boolean confidential) {
    Optional<String> caption = f.required("caption", text -> CheckedText.line("Caption", text));
    List<String> columns = f.texts("columns", text -> CheckedText.line("Column heading", text));
    List<List<String>> rows = f.rows("rows");
    return f.build(
        () -> new SectionItem.TableItem(caption.orElseThrow(), columns, rows, confidential));
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
