package gpcm.report;

import java.io.InputStream;

/** The font of gpcm-report-font-cjk, which this module can't depend on. */
public final class TestEastAsianFont implements EastAsianFont {
  /** For the service loader. */
  public TestEastAsianFont() {}

  @Override
  public InputStream regular() {
    return getClass().getResourceAsStream("/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf");
  }

  @Override
  public InputStream bold() {
    return getClass().getResourceAsStream("/fonts/ttf/NotoSansSC/NotoSansSC-Bold.ttf");
  }
}
