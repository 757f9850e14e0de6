package gpcm.fhir;

/**
 * The lexical forms of FHIR STU3's primitive types, as strict as the standard has them: the model's
 * own parsing trims, guesses and takes half a date. Written out, since it runs for every value of
 * every message.
 */
final class PrimitiveForms {
  private PrimitiveForms() {}

  /**
   * Whether a text is a value of this type.
   *
   * @param type the type's name in FHIR; what is none of these is text, which has to say something
   * @param text not empty
   */
  static boolean fits(String type, String text) {
    return switch (type) {
      case "boolean" -> text.equals("true") || text.equals("false");
      case "code" -> code(text);
      case "uri" -> noSpace(text);
      case "id" -> id(text);
      case "oid" -> oid(text);
      case "integer" -> integer(text, Integer.MIN_VALUE);
      case "unsignedInt" -> integer(text, 0);
      case "positiveInt" -> integer(text, 1);
      case "decimal" -> decimal(text);
      case "date" -> DateForms.date(text);
      case "dateTime" -> DateForms.dateTime(text);
      case "instant" -> DateForms.instant(text);
      case "time" -> DateForms.time(text);
      case "base64Binary" -> base64(text);
      default -> !text.isBlank();
    };
  }

  /** What such a value looks like, for people who have to mend one. */
  static String expected(String type) {
    String form =
        switch (type) {
          case "boolean" -> ": true or false";
          case "code" -> ": no space before, after, or twice inside";
          case "uri" -> ": no space";
          case "id" -> ": 1 to 64 letters, digits, hyphens and dots";
          case "oid" -> ", such as urn:oid:1.2.3";
          case "integer" -> ": a whole number of at most 32 bits";
          case "unsignedInt" -> ": a whole number from 0";
          case "positiveInt" -> ": a whole number from 1";
          case "decimal" -> ", such as -1.50";
          case "date" -> ", such as 2026, 2026-11 or 2026-11-20";
          case "dateTime" ->
              ": a date as for the type date, or one with time and zone, such as"
                  + " 2026-11-20T14:00:00Z";
          case "instant" ->
              ": date, time and zone, such as 2026-11-20T14:00:00Z; a zone goes to 14:00";
          case "time" -> ", such as 14:00:00";
          case "base64Binary" -> ": base64";
          default -> "";
        };
    return "a value of type " + type + form;
  }

  private static boolean noSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (blank(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean blank(char c) {
    return c <= ' ' || (c > '\u007F' && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
  }

  private static boolean code(String text) {
    boolean before = true;
    for (int i = 0; i < text.length(); i++) {
      boolean blank = blank(text.charAt(i));
      if (blank && before) {
        return false;
      }
      before = blank;
    }
    return !before;
  }

  private static boolean id(String text) {
    if (text.length() > 64) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean takes =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c) || c == '-' || c == '.';
      if (!takes) {
        return false;
      }
    }
    return true;
  }

  private static boolean oid(String text) {
    if (!text.startsWith("urn:oid:") || text.length() < 11) {
      return false;
    }
    String[] arcs = text.substring("urn:oid:".length()).split("\\.", -1);
    if (arcs.length < 2 || !arcs[0].matches("[0-2]")) {
      return false;
    }
    for (String arc : arcs) {
      if (arc.isEmpty() || (arc.length() > 1 && arc.charAt(0) == '0') || !digits(arc, 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean integer(String text, int least) {
    int from = text.charAt(0) == '-' ? 1 : 0;
    if (text.length() == from
        || text.length() > from + 10
        || !digits(text, from)
        || (text.charAt(from) == '0' && text.length() > from + 1)
        || text.equals("-0")) {
      return false;
    }
    long value = Long.parseLong(text);
    return value >= least && value <= Integer.MAX_VALUE;
  }

  private static boolean digits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (!digit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  /** At most 60 digits before and after the point: the model writes every one of them out. */
  private static boolean decimal(String text) {
    int from = text.charAt(0) == '-' ? 1 : 0;
    int point = text.indexOf('.');
    int end = point < 0 ? text.length() : point;
    int whole = end - from;
    if (whole < 1 || whole > 61 || (text.charAt(from) == '0' && whole > 1)) {
      return false;
    }
    int fraction = point < 0 ? 1 : text.length() - point - 1;
    return fraction >= 1
        && fraction <= 60
        && digits(text.substring(from, end), 0)
        && (point < 0 || digits(text, point + 1));
  }

  /** Spaces and line ends may stand anywhere in it. */
  private static boolean base64(String text) {
    int characters = 0;
    int padding = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        continue;
      }
      boolean letter =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c) || c == '+' || c == '/';
      if (c == '=') {
        padding++;
      } else if (!letter || padding > 0) {
        return false;
      }
      characters++;
    }
    return characters > 0 && characters % 4 == 0 && padding <= 2;
  }
}
