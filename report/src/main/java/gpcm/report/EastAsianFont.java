package gpcm.report;

import java.io.IOException;
import java.io.InputStream;

/**
 * A font for Han, Kana and Bopomofo, which the report's own font does not have. It is an artifact
 * of its own, {@code gpcm-report-font-cjk}, because it is larger than all the rest together; found
 * by the service loader when it is on the class path. Implementations are thread-safe.
 */
public interface EastAsianFont {
  /** The TrueType file of weight 400; the caller closes it. */
  InputStream regular() throws IOException;

  /** The TrueType file of weight 700; the caller closes it. */
  InputStream bold() throws IOException;
}
