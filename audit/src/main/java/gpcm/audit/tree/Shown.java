package gpcm.audit.tree;

/** Text of unknown origin as a message may show it. */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  static String briefly(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
