package gpcm.report;

import gpcm.consultation.ClinicalCode;
import gpcm.consultation.SectionItem;
import java.util.List;

/** The entries of a section, laid out as on a clinical screen (GPCM-SD-CS-001, -002). */
final class SectionEntries {
  /** GPCM-SD-CS-009, -010: stands once for each confidential entry. */
  static final String CONFIDENTIAL_ITEM = "Confidential item";

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
    notes.child("p", "caption").text(item.caption());
    ColumnWidths widths = ColumnWidths.of(item);
    HtmlElement table = notes.child("table", widths.fit() ? "values" : "values wide-values");
    HtmlElement headings = table.child("thead").child("tr");
    for (int column = 0; column < item.columns().size(); column++) {
      HtmlElement heading = headings.child("th").with("scope", "col");
      if (!widths.fit()) {
        heading.with("style", "width: " + widths.percent(column) + "%");
      }
      heading.text(item.columns().get(column));
    }
    HtmlElement body = table.child("tbody");
    for (List<String> row : item.rows()) {
      HtmlElement cells = body.child("tr");
      row.forEach(cell -> cells.child("td").text(cell));
    }
  }
}
