package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.Address;
import gpcm.consultation.Consultation;
import gpcm.consultation.PersonName;
import gpcm.consultation.Section;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages look as they did when somebody looked at them beside the template and approved them. To
 * approve a change, run with {@code -Dapprove.pictures=true}, look at every picture that changed,
 * and commit it.
 */
class ApprovedPicturesTest {
  private static final int DPI = 50;

  /**
   * Shades, of 255, by which the mean of a 4 by 4 block may differ: anti-aliasing differs a little
   * between systems.
   */
  private static final int TOLERANCE = 24;

  static Stream<Arguments> pages() {
    PersonName name = new PersonName("Testpatient", List.of("Alpha", "Example"), Optional.of("Ms"));
    Address address = Samples.tenLines();
    Consultation languages =
        Samples.text(
            """
            Welsh: Siân Ŵyn, tŷ dŵr
            Polish: Zażółć gęślą jaźń
            Turkish: İstanbul, Iğdır
            Greek: Αθήνα, Ελλάδα
            Cyrillic: Щукин, Їжакевич
            Arabic: السلام عليكم 123
            שלום עולם, בדיקה 12 (abc).
            Chinese: 王小明, 歐陽
            Emoji: fine 😀\
            """);
    return Stream.of(
        Arguments.of("example", Samples.example(), 0),
        Arguments.of("confidential", Samples.confidential(Samples.example()), 0),
        Arguments.of("everything-known", Samples.patient(Samples.everywhere(name, address)), 0),
        Arguments.of("least-known", Samples.patient(Samples.bare()), 0),
        Arguments.of("languages", languages, 0),
        Arguments.of(
            "second-page",
            Samples.notes(
                IntStream.rangeClosed(1, 30)
                    .mapToObj(
                        i ->
                            new Section(
                                "Section " + i,
                                List.of(
                                    Samples.text(
                                        "Words of note " + i + ". ".repeat(i), i % 10 == 9))))
                    .toArray(Section[]::new)),
            1),
        Arguments.of(
            "table-over-pages",
            Samples.notes(
                new Section(
                    "Values",
                    List.of(Samples.table(List.of("Time", "Pulse", "Remark"), 80, false)))),
            1));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageLooksAsApproved(String name, Consultation consultation, int page) throws IOException {
    BufferedImage drawn;
    try (PDDocument document = Loader.loadPDF(Samples.pdf(consultation))) {
      drawn = new PDFRenderer(document).renderImageWithDPI(page, DPI, ImageType.RGB);
    }
    compare(name, drawn);
  }

  static void compare(String name, BufferedImage drawn) throws IOException {
    Path approved =
        Path.of(
            System.getProperty("project.root"),
            "report",
            "src",
            "test",
            "resources",
            "gpcm",
            "report",
            name + ".png");
    if (Boolean.getBoolean("approve.pictures")) {
      Files.createDirectories(approved.getParent());
      ImageIO.write(drawn, "png", approved.toFile());
    }
    Path received =
        Path.of(System.getProperty("project.root"), "report", "target", name + ".received.png");
    ImageIO.write(drawn, "png", received.toFile());
    assertThat(approved)
        .as("an approved picture of this page; the one just drawn is at " + received)
        .exists();
    BufferedImage expected = ImageIO.read(approved.toFile());
    assertThat(drawn.getWidth()).isEqualTo(expected.getWidth());
    assertThat(drawn.getHeight()).isEqualTo(expected.getHeight());
    int differing = differing(drawn, expected);
    assertThat(differing)
        .as("blocks of 4 by 4 that differ from the approved picture; compare it with " + received)
        .isZero();
  }

  /** Blocks of 4 by 4 whose mean differs. */
  static int differing(BufferedImage drawn, BufferedImage expected) {
    int differing = 0;
    for (int y = 0; y + 4 <= drawn.getHeight(); y += 4) {
      for (int x = 0; x + 4 <= drawn.getWidth(); x += 4) {
        differing +=
            Math.abs(brightness(drawn, x, y) - brightness(expected, x, y)) > TOLERANCE ? 1 : 0;
      }
    }
    return differing;
  }

  private static int brightness(BufferedImage image, int x, int y) {
    int sum = 0;
    for (int dy = 0; dy < 4; dy++) {
      for (int dx = 0; dx < 4; dx++) {
        int rgb = image.getRGB(x + dx, y + dy);
        sum += (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
      }
    }
    return sum / 48;
  }
}
