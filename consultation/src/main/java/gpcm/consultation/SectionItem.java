package gpcm.consultation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a section, as the clinician made it (GPCM-SD-CS-001). Immutable; its text never
 * reaches {@code toString}.
 */
public sealed interface SectionItem {
  /**
   * Whether the entry is set as confidential: it is then replaced by a warning wherever it would be
   * shown (GPCM-SD-CS-009).
   */
  boolean confidential();

  /**
   * Free text.
   *
   * @param text what was typed, with its line breaks
   */
  record TextItem(String text, boolean confidential) implements SectionItem {
    /**
     * @throws InvalidValueException when the text is blank or longer than a million characters
     */
    public TextItem {
      CheckedText.note("Text", text);
    }

    @Override
    public String toString() {
      return "TextItem[masked]";
    }
  }

  /**
   * A coded entry.
   *
   * @param code the term and its code
   */
  record CodedItem(ClinicalCode code, boolean confidential) implements SectionItem {
    @Override
    public String toString() {
      return "CodedItem[masked]";
    }
  }

  /**
   * A measured value.
   *
   * @param term what was measured, in words
   * @param code what was measured, coded
   * @param quantity the number, with the decimal places it was recorded with
   * @param unit its unit, absent for a bare number
   */
  record ValueItem(
      String term,
      Optional<ClinicalCode> code,
      BigDecimal quantity,
      Optional<String> unit,
      boolean confidential)
      implements SectionItem {
    /**
     * @throws InvalidValueException when the term or unit is blank, or the number has more than 30
     *     digits
     */
    public ValueItem {
      CheckedText.line("Term", term);
      unit.ifPresent(words -> CheckedText.line("Unit", words));
      CheckedText.quantity(quantity);
    }

    @Override
    public String toString() {
      return "ValueItem[masked]";
    }
  }

  /**
   * A table of values.
   *
   * @param caption what the table shows
   * @param columns the headings of the columns
   * @param rows the cells, each row as long as the headings; a cell may be empty text
   */
  record TableItem(
      String caption, List<String> columns, List<List<String>> rows, boolean confidential)
      implements SectionItem {
    private static final int MOST_COLUMNS = 20;
    private static final int MOST_ROWS = 10_000;

    /**
     * @throws InvalidValueException when a heading is blank, a row is shorter or longer than the
     *     headings, or a bound is passed
     */
    public TableItem {
      CheckedText.line("Caption", caption);
      columns = CheckedText.list("Columns", columns, MOST_COLUMNS);
      if (columns.isEmpty()) {
        throw new InvalidValueException(
            "Table", "must have at least one column", "Give the headings of the columns");
      }
      columns.forEach(column -> CheckedText.line("Column heading", column));
      CheckedText.bounded("Rows", rows, MOST_ROWS);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != columns.size()) {
          throw new InvalidValueException(
              "Table",
              "must have as many cells in each row as it has columns",
              "Fill the row; an empty cell is empty text");
        }
        row.stream()
            .filter(cell -> !cell.isBlank())
            .forEach(cell -> CheckedText.note("Cell", cell));
      }
    }

    @Override
    public String toString() {
      return "TableItem[masked]";
    }
  }
}
