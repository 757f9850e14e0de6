package gpcm.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.fontbox.util.BoundingBox;

/**
 * The part of a TrueType font that some characters need, with its glyphs numbered anew, and what a
 * PDF says about it. Without hints, which no reader needs for an embedded font.
 */
final class FontSubset {
  private static final int COMPONENT_WORDS = 0x1;
  private static final int COMPONENT_SCALE = 0x8;
  private static final int COMPONENT_MORE = 0x20;
  private static final int COMPONENT_TWO_SCALES = 0x40;
  private static final int COMPONENT_MATRIX = 0x80;

  private final BitSet characters;
  private final Map<Integer, Integer> numbers;
  private final String name;
  private final byte[] program;
  private final int programLength;
  private final byte[] toUnicode;
  private final String widths;
  private final String descriptor;

  private FontSubset(TrueTypeFont font, BitSet characters) throws IOException {
    this.characters = characters;
    List<Integer> glyphs = new ArrayList<>(List.of(0));
    Map<Integer, Integer> order = new HashMap<>(Map.of(0, 0));
    this.numbers = new LinkedHashMap<>();
    for (int c = characters.nextSetBit(0); c >= 0; c = characters.nextSetBit(c + 1)) {
      int glyph = font.getUnicodeCmapLookup().getGlyphId(c);
      numbers.put(c, number(glyph, glyphs, order));
    }
    byte[] file = file(font, glyphs, order);
    CRC32 checksum = new CRC32();
    checksum.update(file);
    this.name = tag(checksum.getValue()) + "+" + font.getName();
    this.programLength = file.length;
    this.program = PdfObjects.deflated(file);
    this.toUnicode = PdfObjects.deflated(toUnicode(numbers).getBytes(StandardCharsets.US_ASCII));
    this.widths = widths(font, glyphs);
    this.descriptor = descriptor(font, name);
  }

  static FontSubset of(TrueTypeFont font, BitSet characters) throws IOException {
    return new FontSubset(font, (BitSet) characters.clone());
  }

  BitSet characters() {
    return characters;
  }

  boolean has(BitSet wanted) {
    BitSet missing = (BitSet) wanted.clone();
    missing.andNot(characters);
    return missing.isEmpty();
  }

  /** What a character is called in the page's content. */
  int number(int codePoint) {
    return numbers.get(codePoint);
  }

  /** Writes the font; gives its object number. */
  int writeTo(PdfObjects pdf) {
    int file = pdf.stream("/Length1 " + programLength, program);
    int map = pdf.stream("", toUnicode);
    int described = pdf.add(descriptor + "/FontFile2 " + file + " 0 R>>");
    int descendant =
        pdf.add(
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/"
                + name
                + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement"
                + " 0>>/FontDescriptor "
                + described
                + " 0 R/CIDToGIDMap/Identity/W[0["
                + widths
                + "]]>>");
    return pdf.add(
        "<</Type/Font/Subtype/Type0/BaseFont/"
            + name
            + "/Encoding/Identity-H/DescendantFonts["
            + descendant
            + " 0 R]/ToUnicode "
            + map
            + " 0 R>>");
  }

  private static int number(int glyph, List<Integer> glyphs, Map<Integer, Integer> order) {
    return order.computeIfAbsent(
        glyph,
        added -> {
          glyphs.add(added);
          return glyphs.size() - 1;
        });
  }

  private static byte[] file(TrueTypeFont font, List<Integer> glyphs, Map<Integer, Integer> order)
      throws IOException {
    byte[] source = table(font, "glyf");
    long[] offsets = font.getIndexToLocation().getOffsets();
    ByteArrayOutputStream outlines = new ByteArrayOutputStream();
    List<Integer> locations = new ArrayList<>(List.of(0));
    // A composite glyph adds its components to the end of the list.
    for (int i = 0; i < glyphs.size(); i++) {
      int glyph = glyphs.get(i);
      int length = (int) (offsets[glyph + 1] - offsets[glyph]);
      ByteBuffer outline = ByteBuffer.allocate(length);
      outline.put(source, (int) offsets[glyph], length);
      renumberComponents(outline, glyphs, order);
      outlines.write(outline.array());
      while (outlines.size() % 4 != 0) {
        outlines.write(0);
      }
      locations.add(outlines.size());
    }
    int count = glyphs.size();
    ByteBuffer metrics = ByteBuffer.allocate(count * 4);
    ByteBuffer loca = ByteBuffer.allocate((count + 1) * 4);
    for (int i = 0; i < count; i++) {
      metrics.putShort((short) font.getAdvanceWidth(glyphs.get(i)));
      metrics.putShort((short) font.getHorizontalMetrics().getLeftSideBearing(glyphs.get(i)));
    }
    locations.forEach(loca::putInt);
    ByteBuffer head = ByteBuffer.wrap(table(font, "head"));
    head.putInt(8, 0).putShort(50, (short) 1);
    ByteBuffer hhea = ByteBuffer.wrap(table(font, "hhea"));
    hhea.putShort(34, (short) count);
    ByteBuffer maxp = ByteBuffer.wrap(table(font, "maxp"));
    maxp.putShort(4, (short) count);
    Map<String, byte[]> tables = new LinkedHashMap<>();
    tables.put("glyf", outlines.toByteArray());
    tables.put("head", head.array());
    tables.put("hhea", hhea.array());
    tables.put("hmtx", metrics.array());
    tables.put("loca", loca.array());
    tables.put("maxp", maxp.array());
    return assembled(tables);
  }

  private static byte[] table(TrueTypeFont font, String name) throws IOException {
    return font.getTableBytes(font.getTableMap().get(name)).clone();
  }

  /** Instructions stay behind the components, and do nothing without the tables they call. */
  private static void renumberComponents(
      ByteBuffer outline, List<Integer> glyphs, Map<Integer, Integer> order) {
    if (outline.capacity() == 0 || outline.getShort(0) >= 0) {
      return;
    }
    int at = 10;
    int flags;
    do {
      flags = outline.getShort(at);
      int component = outline.getShort(at + 2) & 0xFFFF;
      outline.putShort(at + 2, (short) number(component, glyphs, order));
      at += 4 + ((flags & COMPONENT_WORDS) != 0 ? 4 : 2);
      if ((flags & COMPONENT_SCALE) != 0) {
        at += 2;
      } else if ((flags & COMPONENT_TWO_SCALES) != 0) {
        at += 4;
      } else if ((flags & COMPONENT_MATRIX) != 0) {
        at += 8;
      }
    } while ((flags & COMPONENT_MORE) != 0);
  }

  private static byte[] assembled(Map<String, byte[]> tables) {
    int count = tables.size();
    int power = Integer.highestOneBit(count);
    int length = 12 + 16 * count;
    for (byte[] table : tables.values()) {
      length += (table.length + 3) / 4 * 4;
    }
    ByteBuffer file = ByteBuffer.allocate(length);
    file.putInt(0x00010000)
        .putShort((short) count)
        .putShort((short) (power * 16))
        .putShort((short) Integer.numberOfTrailingZeros(power))
        .putShort((short) ((count - power) * 16));
    int at = 12 + 16 * count;
    for (Map.Entry<String, byte[]> table : tables.entrySet()) {
      byte[] content = table.getValue();
      file.put(table.getKey().getBytes(StandardCharsets.US_ASCII));
      file.position(at);
      file.put(content);
      int directory = 12 + 16 * new ArrayList<>(tables.keySet()).indexOf(table.getKey());
      file.putInt(directory + 4, checksum(content))
          .putInt(directory + 8, at)
          .putInt(directory + 12, content.length);
      at += (content.length + 3) / 4 * 4;
      file.position(directory + 16);
    }
    return file.array();
  }

  private static int checksum(byte[] table) {
    int sum = 0;
    for (int i = 0; i < table.length; i++) {
      sum += (table[i] & 0xFF) << (24 - 8 * (i % 4));
    }
    return sum;
  }

  private static String tag(long seed) {
    StringBuilder tag = new StringBuilder();
    for (long rest = seed; tag.length() < 6; rest /= 26) {
      tag.append((char) ('A' + rest % 26));
    }
    return tag.toString();
  }

  private static String widths(TrueTypeFont font, List<Integer> glyphs) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int glyph : glyphs) {
      text.append(thousandths(font, font.getAdvanceWidth(glyph))).append(' ');
    }
    return text.toString().strip();
  }

  private static String thousandths(TrueTypeFont font, double units) throws IOException {
    return String.format(Locale.ROOT, "%.3f", units * 1000 / font.getUnitsPerEm())
        .replaceAll("\\.?0+$", "");
  }

  private static String descriptor(TrueTypeFont font, String name) throws IOException {
    BoundingBox box = font.getFontBBox();
    float angle = font.getPostScript().getItalicAngle();
    return "<</Type/FontDescriptor/FontName/"
        + name
        + "/Flags "
        + (angle == 0 ? 4 : 68)
        + "/FontWeight "
        + font.getOS2Windows().getWeightClass()
        + "/ItalicAngle "
        + angle
        + "/FontBBox["
        + box.getLowerLeftX()
        + " "
        + box.getLowerLeftY()
        + " "
        + box.getUpperRightX()
        + " "
        + box.getUpperRightY()
        + "]/Ascent "
        + thousandths(font, font.getHorizontalHeader().getAscender())
        + "/Descent "
        + thousandths(font, font.getHorizontalHeader().getDescender())
        + "/CapHeight "
        + thousandths(font, font.getOS2Windows().getCapHeight())
        + "/XHeight "
        + thousandths(font, font.getOS2Windows().getHeight())
        + "/StemV "
        + thousandths(font, (box.getUpperRightX() - box.getLowerLeftX()) * 0.13);
  }

  private static String toUnicode(Map<Integer, Integer> numbers) {
    StringBuilder map =
        new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange
            """);
    // Several characters may share a glyph; the first, which is the plainest, is what it reads as.
    Map<Integer, Integer> characters = new LinkedHashMap<>();
    numbers.forEach((character, number) -> characters.putIfAbsent(number, character));
    List<Map.Entry<Integer, Integer>> entries = new ArrayList<>(characters.entrySet());
    for (int start = 0; start < entries.size(); start += 100) {
      List<Map.Entry<Integer, Integer>> part =
          entries.subList(start, Math.min(start + 100, entries.size()));
      map.append(part.size()).append(" beginbfchar\n");
      for (Map.Entry<Integer, Integer> entry : part) {
        map.append(String.format(Locale.ROOT, "<%04X> <", entry.getKey()));
        for (char unit : Character.toChars(entry.getValue())) {
          map.append(String.format(Locale.ROOT, "%04X", (int) unit));
        }
        map.append(">\n");
      }
      map.append("endbfchar\n");
    }
    return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
        .toString();
  }
}
