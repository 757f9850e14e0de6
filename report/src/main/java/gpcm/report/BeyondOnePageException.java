package gpcm.report;

/** A report has something that {@link OnePageLayout} leaves to the layout library. */
final class BeyondOnePageException extends Exception {
  private static final long serialVersionUID = 1L;

  BeyondOnePageException(String what) {
    super(what, null, false, false);
  }
}
