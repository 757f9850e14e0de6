package gpcm.fhir;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand around the elements of a document: byte order mark, XML declaration, comments and
 * instructions.
 */
final class XmlProlog {
  private static final int LONGEST_DECLARATION = 200;
  private static final Pattern DECLARATION =
      Pattern.compile(
          "\\s+version\\s*=\\s*([\"'])1\\.0\\1"
              + "(?:\\s+encoding\\s*=\\s*([\"'])([A-Za-z][A-Za-z0-9._-]*)\\2)?"
              + "(?:\\s+standalone\\s*=\\s*([\"'])(?:yes|no)\\4)?\\s*");

  private static final String USUAL = " version=\"1.0\" encoding=\"UTF-8\"";

  private XmlProlog() {}

  static void read(XmlSource source, XmlNames names) throws IOException {
    int first = source.peek();
    if (first == 0xEF) {
      source.position++;
      if (source.take("a byte order mark") != 0xBB || source.take("a byte order mark") != 0xBF) {
        throw source.fault("the document begins with bytes that are no UTF-8 text");
      }
    } else if (first == 0xFE || first == 0xFF || first == 0) {
      throw otherEncoding(source, "UTF-16 or UTF-32");
    }
    if (source.peek() != '<') {
      return;
    }
    source.position++;
    int second = source.peek();
    if (second == 0) {
      throw otherEncoding(source, "UTF-16 or UTF-32");
    }
    if (second != '?') {
      source.position--;
      return;
    }
    source.position++;
    XmlNames.Name target = names.read();
    if (target.qualified().equals("xml")) {
      declaration(source);
    } else {
      skipInstruction(source, target);
    }
  }

  private static void declaration(XmlSource source) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!(text.length() > 0 && text.charAt(text.length() - 1) == '?' && source.peek() == '>')) {
      text.append((char) source.take("the end of the XML declaration"));
      if (text.length() > LONGEST_DECLARATION) {
        throw source.fault(
            "the XML declaration is longer than " + LONGEST_DECLARATION + " characters");
      }
    }
    source.position++;
    text.setLength(text.length() - 1);
    if (USUAL.contentEquals(text)) {
      return;
    }
    Matcher matcher = DECLARATION.matcher(text);
    if (!matcher.matches()) {
      throw source.fault("the XML declaration is not well formed");
    }
    String encoding =
        matcher.group(3) == null ? "UTF-8" : matcher.group(3).toUpperCase(Locale.ROOT);
    if (!encoding.equals("UTF-8") && !encoding.equals("US-ASCII")) {
      throw otherEncoding(source, encoding);
    }
  }

  private static UnreadableFhirException otherEncoding(XmlSource source, String encoding) {
    return source.fault(
        "the encoding is " + encoding + "; messages are UTF-8 only, send it in UTF-8");
  }

  /** Passes over a comment whose opening was taken. */
  static void skipComment(XmlSource source) throws IOException {
    int dashes = 0;
    while (true) {
      int b = source.take("the end of a comment");
      if (dashes >= 2) {
        if (b == '>' && dashes == 2) {
          return;
        }
        throw source.fault("'--' stands inside a comment");
      }
      dashes = b == '-' ? dashes + 1 : 0;
      if (b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        throw source.fault("the control character " + b + " is no character of XML");
      }
    }
  }

  /** Passes over a processing instruction whose target was taken. */
  static void skipInstruction(XmlSource source, XmlNames.Name target) throws IOException {
    if (target.qualified().equalsIgnoreCase("xml")) {
      throw source.fault("an XML declaration stands elsewhere than at the very beginning");
    }
    if (!target.prefix().isEmpty()) {
      throw source.fault("the target of an instruction has a colon");
    }
    if (!source.space()) {
      if (source.take("'?>'") != '?' || source.take("'>'") != '>') {
        throw source.fault("white space is expected after the target of an instruction");
      }
      return;
    }
    source.skipPast("?>", "an instruction");
  }
}
