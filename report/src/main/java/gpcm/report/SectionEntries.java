package gpcm.report;

import gpcm.consultation.ClinicalCode;
import gpcm.consultation.SectionItem;
import java.util.List;

/** The entries of a section, laid out as on a clinical screen (GPCM-SD-CS-001, -002). */
final class SectionEntries {
  /** GPCM-SD-CS-009, -010: stands once for each confidential entry. */
  static final String CONFIDENTIAL_ITEM = "Confidential item";

  /** Lines of a row that is not parted by the end of a page. */
  private static final int MOST_KEPT_WHOLE = 10;

  private SectionEntries() {}

  static void write(HtmlElement notes, List<SectionItem> items) {
    items.forEach(item -> write(notes, item));
  }

  private static void write(HtmlElement notes, SectionItem item) {
    if (item.confidential()) {
      notes.child("p", "warning").verbatim(CONFIDENTIAL_ITEM);
      return;
    }
    switch (item) {
      case SectionItem.TextItem text -> notes.paragraphs(text.text());
      case SectionItem.CodedItem coded ->
          code(notes.child("p").text(coded.code().term()), coded.code());
      case SectionItem.ValueItem value -> value(notes.child("p"), value);
      case SectionItem.TableItem table -> table(notes, table);
    }
  }

  static void code(HtmlElement line, ClinicalCode code) {
    line.child("span", "code").text(" (" + code.system().display() + " " + code.code() + ")");
  }

  private static void value(HtmlElement line, SectionItem.ValueItem value) {
    line.text(value.term() + ": ");
    line.child("b")
        .text(value.quantity().toPlainString() + value.unit().map(unit -> " " + unit).orElse(""));
    value
        .code()
        .ifPresent(
            code -> {
              // The coded term may say more than the words the value is listed under.
              if (!code.term().equals(value.term())) {
                line.text(" " + code.term());
              }
              code(line, code);
            });
  }

  private static void table(HtmlElement notes, SectionItem.TableItem item) {
    ColumnWidths widths = ColumnWidths.of(item, notes.widths());
    HtmlElement caption = notes.child("p", "caption").text(item.caption());
    HtmlElement table = notes.child("table", widths.fit() ? "values" : "values wide-values");
    if (widths.small()) {
      table.with("class", "values wide-values small-values");
      table.with("style", "font-size: " + widths.size());
    }
    // Marked so that the layout can be asked whether caption and first row stand on the same page.
    int number = notes.next(LayoutAssumptions.TABLE);
    caption.with("id", "caption-" + number);
    table.with("id", LayoutAssumptions.TABLE + number);
    HtmlElement headings = table.child("thead").child("tr");
    for (int column = 0; column < item.columns().size(); column++) {
      HtmlElement heading = headings.child("th").with("scope", "col");
      if (!widths.fit()) {
        heading.with("style", "width: " + widths.percent(column));
      }
      heading.text(item.columns().get(column));
    }
    HtmlElement body = table.child("tbody");
    for (List<String> row : item.rows()) {
      HtmlElement cells = body.child("tr");
      if (!widths.fit() && isTall(row, widths, notes.widths())) {
        cells.with("class", "tall");
      }
      row.forEach(cell -> cells.child("td").text(cell));
    }
    body.first().ifPresent(row -> row.with("id", LayoutAssumptions.FIRST_ROW + number));
  }

  /** Kept whole, such a row would leave half a page empty before it. */
  private static boolean isTall(List<String> row, ColumnWidths widths, LetterWidths ems) {
    for (int column = 0; column < row.size(); column++) {
      if (widths.lines(column, row.get(column), ems) > MOST_KEPT_WHOLE) {
        return true;
      }
    }
    return false;
  }
}
