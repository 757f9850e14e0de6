package gpcm.report.cjk;

import gpcm.report.EastAsianFont;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Noto Sans SC. The report finds it by its service file. Thread-safe. */
public final class NotoSansSc implements EastAsianFont {
  private static final String FOLDER = "/fonts/ttf/NotoSansSC/";

  /** For the service loader. */
  public NotoSansSc() {}

  @Override
  public InputStream regular() throws IOException {
    return open("NotoSansSC-Regular.ttf");
  }

  @Override
  public InputStream bold() throws IOException {
    return open("NotoSansSC-Bold.ttf");
  }

  private static InputStream open(String name) throws IOException {
    return Optional.ofNullable(NotoSansSc.class.getResourceAsStream(FOLDER + name))
        .orElseThrow(
            () ->
                new FileNotFoundException(
                    FOLDER
                        + name
                        + " is not on the class path; it comes with"
                        + " ph-fonts-noto-sans-sc"));
  }
}
