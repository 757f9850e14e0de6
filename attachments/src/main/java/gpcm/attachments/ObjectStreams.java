package gpcm.attachments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.io.RandomAccessInputStream;
import org.apache.pdfbox.io.RandomAccessRead;

/**
 * The streams of a PDF that hold further objects, found by searching, as a parser does that mends a
 * broken file: it unpacks each of them, whatever it becomes.
 */
final class ObjectStreams {
  private static final int WINDOW = 1 << 16;
  private static final int DICTIONARY = 1 << 10;
  private static final Pattern TYPE = Pattern.compile("/ObjStm");
  private static final Pattern DATA = Pattern.compile("stream\r?\n");
  private static final Pattern ONE_FILTER =
      Pattern.compile("/Filter\\s*(/FlateDecode|\\[\\s*/FlateDecode\\s*])");

  private ObjectStreams() {}

  /** Whether all of them unpack to what a document's structure takes, and in the usual way. */
  static boolean modest(RandomAccessRead bytes) throws IOException {
    byte[] window = new byte[WINDOW + 2 * DICTIONARY];
    for (long at = 0; at < bytes.length(); at += WINDOW) {
      long from = Math.max(0, at - DICTIONARY);
      bytes.seek(from);
      int n = fill(bytes, window);
      String text = new String(window, 0, n, StandardCharsets.ISO_8859_1);
      Matcher type = TYPE.matcher(text);
      while (type.find()) {
        if (!modest(bytes, from, text, type)) {
          return false;
        }
      }
    }
    return true;
  }

  private static int fill(RandomAccessRead bytes, byte[] window) throws IOException {
    int n = 0;
    for (int more = 0; more >= 0 && n < window.length; n += Math.max(more, 0)) {
      more = bytes.read(window, n, window.length - n);
    }
    return n;
  }

  private static boolean modest(RandomAccessRead bytes, long from, String text, Matcher type)
      throws IOException {
    if (type.start() > WINDOW + DICTIONARY) {
      return true; // the next window has it with all that follows
    }
    Matcher data = DATA.matcher(text);
    if (!data.find(type.end())) {
      return false;
    }
    String dictionary =
        text.substring(
            Math.max(text.lastIndexOf("obj", type.start()), Math.max(0, type.start() - DICTIONARY)),
            data.start());
    if (!dictionary.contains("/Filter") && dictionary.indexOf('#') < 0) {
      return true;
    }
    if (dictionary.split("/Filter", -1).length != 2 || !ONE_FILTER.matcher(dictionary).find()) {
      return false;
    }
    long start = from + data.end();
    return CautiousPdfParser.modest(
        new RandomAccessInputStream(bytes.createView(start, bytes.length() - start)));
  }
}
