package gpcm.report;

import gpcm.report.PlacedPage.Fill;
import gpcm.report.PlacedPage.Tag;
import gpcm.report.PlacedPage.Text;
import gpcm.report.ReportFonts.Face;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a page that is laid out as PDF/A-2a and PDF/UA-1. Writes one file. */
final class OnePageWriter {
  private static final byte[] COLOURS = PdfObjects.deflated(PdfRenderer.SRGB);

  private final PlacedPage page;
  private final Map<Face, FontSubset> fonts = new EnumMap<>(Face.class);
  private final Map<Tag, List<Integer>> contents = new HashMap<>();
  private final List<Tag> marked = new ArrayList<>();
  private final PdfObjects pdf = new PdfObjects();

  private OnePageWriter(PlacedPage page) {
    this.page = page;
  }

  static void write(
      PlacedPage page, Map<Face, EmbeddedFace> faces, PdfMetadata metadata, OutputStream output)
      throws IOException {
    new OnePageWriter(page).write(faces, metadata, output);
  }

  private void write(Map<Face, EmbeddedFace> faces, PdfMetadata metadata, OutputStream output)
      throws IOException {
    Map<Face, BitSet> characters = new EnumMap<>(Face.class);
    for (Text text : page.texts()) {
      BitSet ofFace = characters.computeIfAbsent(text.style().face(), face -> new BitSet());
      text.letters().chars().forEach(ofFace::set);
    }
    StringBuilder resources = new StringBuilder();
    for (Map.Entry<Face, BitSet> used : characters.entrySet()) {
      FontSubset subset = faces.get(used.getKey()).subset(used.getValue());
      fonts.put(used.getKey(), subset);
      resources.append(name(used.getKey())).append(' ').append(subset.writeTo(pdf)).append(" 0 R");
    }
    int pages = pdf.reserve();
    int content =
        pdf.stream("", PdfObjects.deflated(content().getBytes(StandardCharsets.US_ASCII)));
    int sheet =
        pdf.add(
            "<</Type/Page/Parent "
                + pages
                + " 0 R/MediaBox[0 0 595.275 841.875]/Resources<</Font<<"
                + resources
                + ">>>>/Contents "
                + content
                + " 0 R/StructParents 0/Tabs/S>>");
    pdf.set(pages, "<</Type/Pages/Kids[" + sheet + " 0 R]/Count 1>>");
    int structure = structure(sheet);
    int profile = pdf.stream("/N 3", COLOURS);
    int described =
        pdf.plain("/Type/Metadata/Subtype/XML", metadata.xmp().getBytes(StandardCharsets.UTF_8));
    int catalog =
        pdf.add(
            "<</Type/Catalog/Pages "
                + pages
                + " 0 R/Metadata "
                + described
                + " 0 R/MarkInfo<</Marked true>>/Lang(en-GB)/ViewerPreferences<</DisplayDocTitle"
                + " true>>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/Info(sRGB IEC61966-2.1)"
                + "/OutputCondition(sRGB IEC61966-2.1)/OutputConditionIdentifier(sRGB"
                + " IEC61966-2.1)/RegistryName(http://www.color.org)/DestOutputProfile "
                + profile
                + " 0 R>>]/StructTreeRoot "
                + structure
                + " 0 R>>");
    int information = pdf.add(metadata.information());
    pdf.write(catalog, information, metadata.id(), output);
  }

  private static String name(Face face) {
    return "/" + face.name();
  }

  private String content() {
    StringBuilder content = new StringBuilder(8 << 10);
    content.append("/Artifact BMC\n");
    String colour = "";
    for (Fill fill : page.fills()) {
      if (!fill.colour().equals(colour)) {
        colour = fill.colour();
        content.append(colour).append(" rg\n");
      }
      number(content, fill.x());
      up(content, fill.y() + fill.height());
      number(content, fill.width());
      number(content, fill.height());
      content.append("re f\n");
    }
    content.append("0.75 w 45.35433 28.34646 504.56635 785.18207 re S\nEMC\n");
    Tag open = null;
    for (Text text : page.texts()) {
      if (text.tag() != open) {
        content.append(open == null ? "" : "EMC\n");
        open = text.tag();
        begin(content, open);
      }
      text(content, text);
    }
    return content.append("EMC\n").toString();
  }

  private void begin(StringBuilder content, Tag tag) {
    if (tag == Tag.ARTIFACT) {
      content.append("/Artifact BMC\n");
      return;
    }
    contents.computeIfAbsent(tag, any -> new ArrayList<>()).add(marked.size());
    content.append('/').append(tag.type()).append("<</MCID ").append(marked.size());
    content.append(">>BDC\n");
    marked.add(tag);
  }

  private void text(StringBuilder content, Text text) {
    PlacedPage.TextStyle style = text.style();
    FontSubset font = fonts.get(style.face());
    content.append("BT ").append(style.colour()).append(" rg ").append(name(style.face()));
    content.append(' ');
    number(content, style.size());
    content.append("Tf ");
    if (style.spacing() != 0) {
      number(content, style.spacing());
      content.append("Tc ");
    }
    content.append("1 0 0 1 ");
    number(content, text.x());
    up(content, text.baseline());
    content.append("Tm <");
    String letters = text.letters();
    for (int i = 0; i < letters.length(); i++) {
      int number = font.number(letters.charAt(i));
      for (int shift = 12; shift >= 0; shift -= 4) {
        content.append(Character.forDigit(number >> shift & 15, 16));
      }
    }
    content.append("> Tj ");
    if (style.spacing() != 0) {
      content.append("0 Tc ");
    }
    content.append("ET\n");
  }

  private static void up(StringBuilder content, int dots) {
    number(content, PlacedPage.HEIGHT - dots);
  }

  /** A dot is 375 ten-thousandths of a point. */
  private static void number(StringBuilder content, int dots) {
    content
        .append(
            BigDecimal.valueOf(dots * 375L, 4)
                .setScale(4, RoundingMode.UNNECESSARY)
                .stripTrailingZeros()
                .toPlainString())
        .append(' ');
  }

  private int structure(int sheet) {
    int root = pdf.reserve();
    int parents = pdf.reserve();
    Map<Tag, Integer> numbers = new HashMap<>();
    int document = element(page.document(), root, sheet, numbers);
    StringBuilder byContent = new StringBuilder();
    for (Tag tag : marked) {
      byContent.append(numbers.get(tag)).append(" 0 R ");
    }
    pdf.set(parents, "<</Nums[0[" + byContent + "]]>>");
    pdf.set(
        root,
        "<</Type/StructTreeRoot/K "
            + document
            + " 0 R/ParentTree "
            + parents
            + " 0 R/ParentTreeNextKey 1>>");
    return root;
  }

  private int element(Tag tag, int parent, int sheet, Map<Tag, Integer> numbers) {
    int number = pdf.reserve();
    numbers.put(tag, number);
    StringBuilder kids = new StringBuilder();
    for (int content : contents.getOrDefault(tag, List.of())) {
      kids.append(content).append(' ');
    }
    for (Tag below : tag.below()) {
      kids.append(element(below, number, sheet, numbers)).append(" 0 R ");
    }
    String attributes =
        switch (tag.type()) {
          case "TH" -> "/A<</O/Table/Scope/Column>>";
          case "Document" -> "/Lang(en-GB)";
          default -> "";
        };
    pdf.set(
        number,
        "<</Type/StructElem/S/"
            + tag.type()
            + "/P "
            + parent
            + " 0 R/Pg "
            + sheet
            + " 0 R"
            + attributes
            + "/K["
            + kids
            + "]>>");
    return number;
  }
}
