package gpcm.report;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.PageBox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What a layout must know beforehand and is only known after it. A report is laid out until what
 * was assumed is what came out; one page settles at once, several pages in two or three attempts.
 * Immutable.
 *
 * @param header the height of the running header, in millimetres
 * @param brief whether the running header is cut down to who the patient is, because the whole
 *     block would fill the page
 * @param pages how many pages there are
 * @param fresh the ids of the sections and captions that must start on a new page
 */
record LayoutAssumptions(double header, boolean brief, int pages, Set<String> fresh) {
  /** The frame's distance from the upper and lower edge of the paper, in millimetres. */
  static final double EDGE = 10;

  /** The frame's distance from the left and right edge, in millimetres. */
  static final double SIDE = 16;

  /**
   * Names are longer than this only in tests and attacks; the running header then shows the
   * beginning and says so.
   */
  static final int LONGEST_RUNNING_NAME = 300;

  /**
   * An ordinary patient block, in millimetres: what is assumed before the real one was measured.
   */
  private static final double ORDINARY_HEADER = 40;

  /** A higher one, in millimetres, leaves too little room for the notes. */
  private static final double HIGHEST_HEADER = 130;

  /**
   * What the brief header may need, in millimetres: the longest running name and the line that
   * points at the first page.
   */
  private static final double BRIEF_HEADER = 110;

  private static final double TOLERANCE = 0.5;

  /**
   * After so many attempts a lone title is left where it is: nothing is lost, and a report is
   * better than none.
   */
  private static final int ATTEMPTS_FOR_TITLES = 8;

  /** How the ids of tables and of their first rows begin. */
  static final String TABLE = "table-";

  static final String FIRST_ROW = "row-";

  private static final String FRESH = " fresh";

  private static final String STYLE = style();

  static LayoutAssumptions ofOnePage() {
    return new LayoutAssumptions(ORDINARY_HEADER, false, 1, Set.of());
  }

  /** Says on the first page how many there are. */
  void count(Document page) {
    page.getElementById(ReportPage.FIRST_OF).setTextContent("Page 1 of " + pages);
  }

  /** Prepares the page for a layout under these assumptions. */
  void apply(Document page) {
    String margins =
        String.format(
            Locale.ROOT,
            """
            body { font-family: %s }
            @page { margin: %.2fmm %.2fmm 18mm %.2fmm }
            @page { @top-center { content: element(header); vertical-align: top; padding-top: %.2fmm } }
            @page :first { margin-top: %.2fmm; @top-center { content: none } }
            """,
            ReportFonts.FAMILIES,
            EDGE + header,
            SIDE,
            SIDE,
            EDGE,
            EDGE);
    page.getElementsByTagName("style").item(0).setTextContent(STYLE + margins);
    count(page);
    page.getElementById(ReportPage.RUNNING)
        .setAttribute("class", brief ? "continued brief" : "continued");
    for (String id : fresh) {
      Element begun = page.getElementById(id);
      if (!begun.getAttribute("class").endsWith(FRESH)) {
        begun.setAttribute("class", begun.getAttribute("class") + FRESH);
      }
    }
  }

  /**
   * What the finished layout says the assumptions should have been; equal to this when it is right.
   */
  LayoutAssumptions neededBy(Document page, PdfBoxRenderer renderer, int attempt) {
    int count = renderer.getRootBox().getLayer().getPages().size();
    if (count == 1) {
      return new LayoutAssumptions(header, brief, count, fresh);
    }
    double measured =
        millimetres(renderer, ReportPage.IDENTITY) + millimetres(renderer, ReportPage.NOTES_BAND);
    boolean tooHigh = measured > HIGHEST_HEADER;
    if (tooHigh) {
      measured = Math.min(measured, BRIEF_HEADER);
    }
    double settled = Math.abs(measured - header) < TOLERANCE ? header : measured;
    boolean sizesSettled = settled == header && tooHigh == brief && count == pages;
    Set<String> starts =
        sizesSettled && attempt <= ATTEMPTS_FOR_TITLES ? withFirstLone(page, renderer) : fresh;
    return new LayoutAssumptions(settled, tooHigh, count, starts);
  }

  /**
   * Adds the first section whose title, or the first table whose caption and headings, stand on an
   * earlier page than what belongs to them; moving it moves all that follow.
   */
  private Set<String> withFirstLone(Document page, PdfBoxRenderer renderer) {
    Set<String> starts = new TreeSet<>(fresh);
    for (int number = 1; box(renderer, "title-" + number) != null; number++) {
      Box notes = box(renderer, "first-" + number);
      if (notes != null && isBefore(renderer, box(renderer, "title-" + number), notes)) {
        starts.add("section-" + number);
        return starts;
      }
    }
    for (int number = 1; page.getElementById(TABLE + number) != null; number++) {
      Element table = page.getElementById(TABLE + number);
      Element caption = (Element) table.getPreviousSibling();
      Box row = box(renderer, FIRST_ROW + number);
      if (row != null
          && (isBefore(renderer, box(renderer, caption.getAttribute("id")), row)
              || isBefore(renderer, box(renderer, TABLE + number), row))) {
        starts.add(withTitle(caption));
        return starts;
      }
    }
    return starts;
  }

  private static boolean isBefore(PdfBoxRenderer renderer, Box one, Box other) {
    return page(renderer, one) < page(renderer, firstLine(other));
  }

  /** A caption with which its section begins takes the section's title along. */
  private static String withTitle(Element caption) {
    return caption.getPreviousSibling() == null
        ? ((Element) caption.getParentNode().getParentNode()).getAttribute("id")
        : caption.getAttribute("id");
  }

  /** A paragraph may begin on one page although its first line had to move to the next. */
  private static Box firstLine(Box box) {
    Box first = box;
    while (first.getChildCount() > 0) {
      first = first.getChild(0);
    }
    return first;
  }

  private static int page(PdfBoxRenderer renderer, Box box) {
    int y = box.getAbsY();
    return renderer.getRootBox().getLayer().getPages().stream()
        .filter(page -> y >= page.getTop() && y < page.getBottom())
        .mapToInt(PageBox::getPageNo)
        .findFirst()
        .orElse(0);
  }

  private static double millimetres(PdfBoxRenderer renderer, String id) {
    return box(renderer, id).getHeight() / renderer.getDotsPerPoint() / 72 * 25.4;
  }

  private static Box box(PdfBoxRenderer renderer, String id) {
    return renderer.getSharedContext().getBoxById(id);
  }

  private static String style() {
    try (InputStream stream = LayoutAssumptions.class.getResourceAsStream("report.css")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException("report.css is missing from the program", broken);
    }
  }
}
