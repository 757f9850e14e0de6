package gpcm.report;

import static gpcm.report.PlacedPage.dots;

import gpcm.report.PlacedPage.Tag;
import gpcm.report.PlacedPage.Text;
import gpcm.report.PlacedPage.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Lays a report out that fills no more than one page with plain text and tables, as most do; in a
 * fraction of the time that the layout library needs, and with the same look: the sizes are those
 * of {@code report.css}, and a test compares both. Everything else is left to the library: more
 * pages, pictures, letters that run from right to left or need another font, words wider than their
 * column. Not thread-safe.
 */
final class OnePageLayout {
  private static final String BLUE = "0 0.36863 0.72157";
  private static final String LIGHT_BLUE = "0.2549 0.71373 0.90196";
  private static final String SMALL_PRINT = "0.25882 0.33333 0.38824";
  private static final String RULE = "0.46275 0.52549 0.57255";
  private static final String HEADING = "0.9098 0.92941 0.93333";
  private static final String BLACK = "0 0 0";

  private static final int LEFT = dots(LayoutAssumptions.SIDE);
  private static final int TOP = dots(LayoutAssumptions.EDGE);
  private static final int BODY = PlacedPage.WIDTH - 2 * LEFT;
  private static final int BOTTOM = PlacedPage.HEIGHT - dots(18);

  /** A section that begins lower is begun on the next page by the library. */
  private static final int LEAST_OF_A_SECTION = dots(18);

  /** The library takes the margins off the width of a table. */
  private static final int SECTION = dots(171) - 2 * dots(3);

  private static final int FOOTER_BASELINE = 21_388;
  private static final int FOOTER_EDGE = dots(6);
  private static final int BORDER = 13;
  private static final int HALF_BORDER = 7;
  private static final int CELL_SIDE = dots(1.5);
  private static final int CELL_TOP = dots(0.5);
  private static final Set<String> ROWS =
      Set.of("title-band", "version-band", "line", "field", "section");

  private final Map<ReportFonts.Face, EmbeddedFace> faces;
  private int lastSection;

  private OnePageLayout(Map<ReportFonts.Face, EmbeddedFace> faces) {
    this.faces = faces;
  }

  /** The page; empty when it is not of the kind that is laid out here. */
  static Optional<PlacedPage> of(Document page, Map<ReportFonts.Face, EmbeddedFace> faces) {
    try {
      return Optional.of(new OnePageLayout(faces).whole(page));
    } catch (BeyondOnePageException left) {
      return Optional.empty();
    }
  }

  private PlacedPage whole(Document page) throws BeyondOnePageException {
    Tag document = new Tag("Document");
    Element body = (Element) page.getElementsByTagName("body").item(0);
    Fragment content = blocks(children(body), BODY, Paragraph.plain(), document);
    int end = TOP + content.height();
    if (end > BOTTOM || TOP + lastSection + LEAST_OF_A_SECTION > BOTTOM) {
      throw new BeyondOnePageException("more than a page");
    }
    Fragment whole = new Fragment();
    footer(whole);
    whole.add(content, LEFT, TOP);
    return whole.placed(document);
  }

  private void footer(Fragment whole) {
    TextStyle small = Paragraph.plain().sized(7.5).coloured(SMALL_PRINT);
    String number = "Page 1 of 1";
    int width = (int) Math.ceil(faces.get(small.face()).thousandths(number) * small.size() / 1000);
    whole.text(
        new Text(
            "Confidential: personal data",
            small,
            LEFT + FOOTER_EDGE,
            FOOTER_BASELINE,
            Tag.ARTIFACT));
    whole.text(
        new Text(number, small, LEFT + BODY - FOOTER_EDGE - width, FOOTER_BASELINE, Tag.ARTIFACT));
  }

  private static List<Element> children(Element element) {
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      // The running header is for the pages that are not there.
      if (node instanceof Element child && !child.getAttribute("id").equals(ReportPage.RUNNING)) {
        children.add(child);
      }
    }
    return children;
  }

  private static Set<String> classes(Element element) {
    return Set.of(element.getAttribute("class").split(" "));
  }

  /** Blocks one under the other, with the larger of the margins where two meet. */
  private Fragment blocks(List<Element> elements, int width, TextStyle style, Tag tag)
      throws BeyondOnePageException {
    Fragment stack = new Fragment();
    int margin = 0;
    for (Element element : elements) {
      Set<String> classes = classes(element);
      stack.grow(Math.max(margin, above(classes)));
      boolean section = classes.contains("section");
      if (section) {
        lastSection = stack.height();
      }
      Fragment block =
          section
              ? row(element, classes, SECTION, style, tag)
              : block(element, classes, width, style, tag);
      stack.add(block, section ? dots(3) : 0, stack.height());
      stack.grow(block.height());
      margin = below(classes);
    }
    stack.grow(margin);
    return stack;
  }

  private static int above(Set<String> classes) {
    if (classes.contains("line")) {
      return classes.contains("last") ? dots(4) : dots(1);
    }
    if (classes.contains("caption")) {
      return dots(1);
    }
    return classes.contains("values") ? CELL_TOP : 0;
  }

  private static int below(Set<String> classes) {
    if (classes.contains("section")) {
      return dots(5);
    }
    if (classes.contains("question")) {
      return dots(2);
    }
    return classes.contains("values") ? CELL_SIDE : 0;
  }

  private Fragment block(
      Element element, Set<String> classes, int width, TextStyle inherited, Tag tag)
      throws BeyondOnePageException {
    if (classes.stream().anyMatch(ROWS::contains)) {
      return row(element, classes, width, inherited, tag);
    }
    switch (element.getTagName()) {
      case "div", "p", "h1", "h2" -> {}
      case "table" -> {
        return values(element, classes, width, inherited, tag);
      }
      default -> throw new BeyondOnePageException(element.getTagName());
    }
    TextStyle style = ReportStyles.of(element, classes, inherited);
    ReportStyles.Padding padding = ReportStyles.padding(classes);
    int inner = width - padding.left() - padding.right();
    Fragment content = content(element, inner, style, tag);
    Fragment block = new Fragment();
    int height = padding.top() + content.height() + padding.bottom();
    if (classes.contains("notes-band")) {
      block.fill(0, 0, width, height, BLUE);
    }
    if (classes.contains("answers")) {
      block.fill(0, 0, ReportStyles.ANSWER_RULE, height, LIGHT_BLUE);
    }
    if (classes.contains("patient")) {
      block.fill(0, height, width, ReportStyles.PATIENT_RULE, BLACK);
      height += ReportStyles.PATIENT_RULE;
    }
    block.add(content, padding.left(), padding.top());
    block.grow(height);
    return block;
  }

  /** Blocks, or words with a tag of their own. */
  private Fragment content(Element element, int width, TextStyle style, Tag tag)
      throws BeyondOnePageException {
    List<Element> children = children(element);
    if (children.stream().anyMatch(child -> !ReportStyles.isInline(child))) {
      return blocks(children, width, style, tag);
    }
    if (element.getTextContent().isEmpty()) {
      return new Fragment();
    }
    return Paragraph.of(element, width, style, tag.child(ReportStyles.tag(element)), faces);
  }

  /** Cells beside each other: those with a width, and the others in equal shares of the rest. */
  private Fragment row(
      Element element, Set<String> classes, int width, TextStyle inherited, Tag tag)
      throws BeyondOnePageException {
    TextStyle style = ReportStyles.of(element, classes, inherited);
    ReportStyles.Padding padding = ReportStyles.padding(classes);
    List<Element> cells = children(element);
    int rest = width - padding.left() - padding.right();
    int shared = 0;
    for (Element cell : cells) {
      int fixed = ReportStyles.cellWidth(cell, classes(cell));
      rest -= fixed;
      shared += fixed == 0 ? 1 : 0;
    }
    List<Fragment> contents = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    int x = padding.left();
    for (Element cell : cells) {
      Set<String> own = classes(cell);
      int fixed = ReportStyles.cellWidth(cell, own);
      int whole = fixed == 0 ? rest / shared : fixed;
      TextStyle ownStyle = ReportStyles.of(cell, own, style);
      boolean anonymous = own.contains("field");
      contents.add(
          anonymous
              ? block(cell, own, whole, style, tag)
              : content(cell, whole - ReportStyles.cellGap(cell, own), ownStyle, tag));
      places.add(x);
      x += whole;
    }
    return aligned(contents, places, classes, width, padding);
  }

  private static Fragment aligned(
      List<Fragment> contents,
      List<Integer> places,
      Set<String> classes,
      int width,
      ReportStyles.Padding padding) {
    boolean band = classes.contains("title-band") || classes.contains("version-band");
    boolean section = classes.contains("section");
    int baseline =
        contents.stream()
            .filter(Fragment::hasBaseline)
            .mapToInt(Fragment::baseline)
            .max()
            .orElse(0);
    int tallest = contents.stream().mapToInt(Fragment::height).max().orElse(0);
    Fragment row = new Fragment();
    for (int i = 0; i < contents.size(); i++) {
      Fragment cell = contents.get(i);
      int down = 0;
      if (band) {
        down = (tallest - cell.height()) / 2;
      } else if (!section && cell.hasBaseline()) {
        down = baseline - cell.baseline();
      }
      row.reach(down + cell.height());
      row.add(cell, places.get(i), padding.top() + down);
    }
    row.grow(padding.top() + padding.bottom());
    if (!band) {
      return row;
    }
    Fragment coloured = new Fragment();
    coloured.fill(0, 0, width, row.height(), classes.contains("title-band") ? BLUE : LIGHT_BLUE);
    coloured.add(row, 0, 0);
    coloured.grow(row.height());
    return coloured;
  }

  /** A table whose columns are as wide as their widest cell. */
  private Fragment values(
      Element table, Set<String> classes, int width, TextStyle inherited, Tag tag)
      throws BeyondOnePageException {
    if (classes.contains("wide-values")) {
      throw new BeyondOnePageException("a table that shares its width");
    }
    TextStyle heading = inherited.of(ReportFonts.Face.BOLD);
    int[] columns = columns(table, inherited, heading);
    int all = 0;
    for (int column : columns) {
      all += column;
    }
    if (all + BORDER > width) {
      throw new BeyondOnePageException("a table wider than its column");
    }
    Fragment fragment = new Fragment();
    int rowHeight = inherited.lineHeight() + 2 * CELL_TOP + BORDER;
    Tag tableTag = tag.child("Table");
    for (Element group : children(table)) {
      boolean head = group.getTagName().equals("thead");
      Tag groupTag = tableTag.child(head ? "THead" : "TBody");
      for (Element row : children(group)) {
        Tag rowTag = groupTag.child("TR");
        if (head) {
          fragment.fill(0, fragment.height(), all, rowHeight, HEADING);
        }
        int x = 0;
        int i = 0;
        for (Element cell : children(row)) {
          Fragment words =
              Paragraph.of(
                  cell,
                  columns[i] - 2 * CELL_SIDE - BORDER,
                  head ? heading : inherited,
                  rowTag.child(head ? "TH" : "TD"),
                  faces);
          if (words.height() > inherited.lineHeight()) {
            throw new BeyondOnePageException("a cell of more than one line");
          }
          fragment.add(
              words, x + HALF_BORDER + CELL_SIDE, fragment.height() + HALF_BORDER + CELL_TOP);
          x += columns[i++];
        }
        fragment.grow(rowHeight);
      }
    }
    rules(fragment, columns, all, rowHeight);
    return fragment;
  }

  private int[] columns(Element table, TextStyle plain, TextStyle heading)
      throws BeyondOnePageException {
    int[] columns = new int[0];
    for (Element group : children(table)) {
      for (Element row : children(group)) {
        List<Element> cells = children(row);
        columns = columns.length == 0 ? new int[cells.size()] : columns;
        for (int i = 0; i < cells.size(); i++) {
          TextStyle style = cells.get(i).getTagName().equals("th") ? heading : plain;
          int widest = Paragraph.widest(cells.get(i), style, faces) + 2 * CELL_SIDE + BORDER;
          columns[i] = Math.max(columns[i], widest);
        }
      }
    }
    return columns;
  }

  private static void rules(Fragment fragment, int[] columns, int all, int rowHeight) {
    int before = BORDER - HALF_BORDER;
    for (int y = 0; y <= fragment.height(); y += rowHeight) {
      fragment.fill(-before, y - before, all + BORDER, BORDER, RULE);
    }
    int x = 0;
    for (int i = 0; i <= columns.length; i++) {
      fragment.fill(x - before, -before, BORDER, fragment.height() + BORDER, RULE);
      x += i < columns.length ? columns[i] : 0;
    }
  }
}
