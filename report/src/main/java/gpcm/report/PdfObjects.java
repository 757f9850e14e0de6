package gpcm.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/**
 * The objects of a PDF file under construction, numbered from 1 as they come. Dictionaries go into
 * one compressed object stream (PDF 1.5). Not thread-safe.
 */
final class PdfObjects {
  private final List<String> dictionaries = new ArrayList<>();
  private final List<byte[]> streams = new ArrayList<>();

  /** Adds a dictionary or an array; gives its number. */
  int add(String object) {
    dictionaries.add(object);
    streams.add(null);
    return dictionaries.size();
  }

  /** Reserves a number for an object that is set later. */
  int reserve() {
    return add("");
  }

  void set(int number, String object) {
    dictionaries.set(number - 1, object);
  }

  /** Adds a stream that is deflated already; gives its number. */
  int stream(String entries, byte[] deflated) {
    return whole("<<" + entries + "/Filter/FlateDecode/Length " + deflated.length + ">>", deflated);
  }

  /** Adds a stream as it is; gives its number. */
  int plain(String entries, byte[] content) {
    return whole("<<" + entries + "/Length " + content.length + ">>", content);
  }

  private int whole(String dictionary, byte[] content) {
    dictionaries.add(dictionary);
    streams.add(content);
    return dictionaries.size();
  }

  /**
   * Writes the file.
   *
   * @param id 32 hexadecimal digits
   */
  void write(int catalog, int information, String id, OutputStream output) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream(1 << 16);
    file.write("%PDF-1.7\n%".getBytes(StandardCharsets.ISO_8859_1));
    file.write(new byte[] {(byte) 0xE2, (byte) 0xE3, (byte) 0xCF, (byte) 0xD3, '\n'});
    int count = dictionaries.size();
    int container = count + 1;
    int references = count + 2;
    // Of each object: its kind, where it is, and its place there.
    ByteArrayOutputStream places = new ByteArrayOutputStream();
    place(places, 0, 0, 255);
    StringBuilder index = new StringBuilder();
    StringBuilder contained = new StringBuilder();
    int within = 0;
    for (int i = 0; i < count; i++) {
      byte[] content = streams.get(i);
      if (content == null) {
        index.append(i + 1).append(' ').append(contained.length()).append(' ');
        contained.append(dictionaries.get(i)).append('\n');
        place(places, 2, container, within++);
      } else {
        place(places, 1, file.size(), 0);
        object(file, i + 1, dictionaries.get(i), content);
      }
    }
    place(places, 1, file.size(), 0);
    byte[] all = deflated((index.toString() + contained).getBytes(StandardCharsets.ISO_8859_1));
    object(
        file,
        container,
        "<</Type/ObjStm/N "
            + within
            + "/First "
            + index.length()
            + "/Filter/FlateDecode/Length "
            + all.length
            + ">>",
        all);
    int start = file.size();
    place(places, 1, start, 0);
    byte[] table = deflated(places.toByteArray());
    object(
        file,
        references,
        "<</Type/XRef/Size "
            + (references + 1)
            + "/W[1 3 2]/Root "
            + catalog
            + " 0 R/Info "
            + information
            + " 0 R/ID[<"
            + id
            + "><"
            + id
            + ">]/Filter/FlateDecode/Length "
            + table.length
            + ">>",
        table);
    file.write(("startxref\n" + start + "\n%%EOF\n").getBytes(StandardCharsets.US_ASCII));
    file.writeTo(output);
  }

  private static void object(
      ByteArrayOutputStream file, int number, String dictionary, byte[] content)
      throws IOException {
    file.write((number + " 0 obj\n" + dictionary).getBytes(StandardCharsets.ISO_8859_1));
    file.write("\nstream\n".getBytes(StandardCharsets.US_ASCII));
    file.write(content);
    file.write("\nendstream\nendobj\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void place(ByteArrayOutputStream places, int kind, int where, int more) {
    places.write(kind);
    places.write(where >> 16);
    places.write(where >> 8);
    places.write(where);
    places.write(more >> 8);
    places.write(more);
  }

  /** A text of ours or of the patient as a PDF string. */
  static String string(String text) {
    StringBuilder hex = new StringBuilder("<FEFF");
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      hex.append(Character.forDigit(unit >> 12 & 15, 16))
          .append(Character.forDigit(unit >> 8 & 15, 16))
          .append(Character.forDigit(unit >> 4 & 15, 16))
          .append(Character.forDigit(unit & 15, 16));
    }
    return hex.append('>').toString();
  }

  static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2 + 64);
      byte[] part = new byte[8192];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
