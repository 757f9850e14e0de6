package gpcm.bench;

import com.sun.management.OperatingSystemMXBean;
import gpcm.consultation.Consultation;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import gpcm.consultation.json.ConsultationJson;
import gpcm.report.ConsultationReport;
import gpcm.report.ReportContext;
import gpcm.report.ReportSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * How many reports does one core make in a second, of one page and of ten, and how does that
 * compare with PDFBox writing the same lines in the same fonts without any layout, tags or archive
 * format? Both take turns within one run. Times are the thread's own processor time, so a busy
 * machine changes them little; beside it stands that of the whole process, with its compiler and
 * garbage collector. The first report is told in time on the wall, from the start of the process,
 * and the next ones by how fast they become: the compiler needs more than a thousand.
 */
public final class ReportBench {
  private static final Instant NOW = Instant.parse("2026-11-20T19:00:00Z");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final List<String> FONTS =
      List.of("DejaVuSansCondensed", "DejaVuSansCondensed-Bold", "DejaVuSansCondensed-Oblique");

  private final ConsultationReport report = new ConsultationReport(ReportSettings.defaults());
  private final List<TrueTypeFont> fonts;

  private final int rounds;
  private final int warmUp;

  private ReportBench(int rounds, int warmUp) {
    this.rounds = rounds;
    this.warmUp = warmUp;
    fonts = FONTS.stream().map(ReportBench::font).toList();
  }

  /** Prints the figures. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("rounds", "warm-up", "input"), Set.of("one-page"));
    Path input =
        options.path(
            "input",
            Path.of(System.getProperty("project.root", "."), "examples/consultation-summary.json"));
    Consultation onePage = ConsultationJson.read(Files.readAllBytes(input));
    ReportBench bench =
        new ReportBench(options.number("rounds", 7), options.number("warm-up", 3_200));
    byte[] first = bench.report(onePage);
    long sinceStart =
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    System.out.printf(
        "first report, %d ms after the process began (%d bytes)%n", sinceStart, first.length);
    Figures onePageFigures = bench.compare(onePage);
    ResultLine line =
        ResultLine.of("report")
            .with("reportsPerSecond", 1000 / onePageFigures.report())
            .with("reportMillis", onePageFigures.report())
            .with("processMillis", onePageFigures.process())
            .with("pdfBoxMillis", onePageFigures.pdfBox())
            .with("timesPdfBox", onePageFigures.report() / onePageFigures.pdfBox())
            .with("bytes", first.length)
            .with("firstReportMillis", sinceStart);
    if (!options.has("one-page")) {
      Figures tenPages = bench.compare(tenPages(onePage));
      line.with("tenPagesMillis", tenPages.report())
          .with("tenPagesTimesPdfBox", tenPages.report() / tenPages.pdfBox());
    }
    line.print();
  }

  /** Processor time in milliseconds. */
  private record Figures(double report, double process, double pdfBox) {}

  private Figures compare(Consultation consultation) throws IOException {
    byte[] pdf = report(consultation);
    List<List<String>> lines = lines(pdf);
    warmUp(consultation, lines);
    int batch = Math.max(5, 50 / lines.size());
    double[] reports = new double[rounds];
    double[] process = new double[rounds];
    double[] plain = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long began = PROCESS.getProcessCpuTime();
      reports[round] = milliseconds(batch, () -> report(consultation));
      process[round] = (PROCESS.getProcessCpuTime() - began) / 1e6 / batch;
      plain[round] = milliseconds(batch, () -> plain(lines));
    }
    double own = median(reports);
    double whole = median(process);
    double raw = median(plain);
    System.out.printf(
        "%d pages: %.2f ms (%.1f/s), whole process %.2f ms (%.1f/s); PDFBox %.2f ms (%.1f/s);"
            + " report/PDFBox %.2f%n",
        lines.size(), own, 1000 / own, whole, 1000 / whole, raw, 1000 / raw, own / raw);
    return new Figures(own, whole, raw);
  }

  private void warmUp(Consultation consultation, List<List<String>> lines) throws IOException {
    int all = Math.max(1, warmUp / lines.size());
    int next;
    for (int done = 0; done < all; done = next) {
      next = Math.clamp(2L * done, Math.max(1, all / 32), all);
      double each = milliseconds(next - done, () -> report(consultation));
      System.out.printf("  reports %d to %d: %.1f ms each%n", done + 1, next, each);
      milliseconds(next - done, () -> plain(lines));
    }
  }

  private byte[] report(Consultation consultation) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    report.write(consultation, new ReportContext(NOW, 1), output);
    return output.toByteArray();
  }

  /** The same lines in the same fonts, one under the other. */
  private byte[] plain(List<List<String>> pages) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (PDDocument document = new PDDocument()) {
      PDFont[] embedded = new PDFont[fonts.size()];
      for (int i = 0; i < embedded.length; i++) {
        embedded[i] = PDType0Font.load(document, fonts.get(i), true);
      }
      for (List<String> lines : pages) {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          for (int i = 0; i < lines.size(); i++) {
            content.beginText();
            content.setFont(embedded[i % embedded.length], 8.5f);
            content.newLineAtOffset(50, 800 - i * 11f);
            content.showText(lines.get(i));
            content.endText();
          }
        }
      }
      document.save(output);
    }
    return output.toByteArray();
  }

  private static List<List<String>> lines(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      return IntStream.rangeClosed(1, document.getNumberOfPages())
          .mapToObj(
              page -> {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                try {
                  return stripper
                      .getText(document)
                      .lines()
                      .map(line -> line.replaceAll("\\p{Cntrl}", ""))
                      .toList();
                } catch (IOException broken) {
                  throw new IllegalStateException(broken);
                }
              })
          .toList();
    }
  }

  /** The example with so many of its sections again that ten pages are full. */
  private static Consultation tenPages(Consultation c) {
    String note =
        "The patient described a very ordinary day in the most ordinary words there are, and at some length. "
            .repeat(3);
    List<Section> sections =
        IntStream.range(0, 112)
            .mapToObj(
                i ->
                    new Section(
                        "Section " + i,
                        List.<SectionItem>of(new SectionItem.TextItem(note, false))))
            .toList();
    return new Consultation(
        c.useCase(),
        c.encounter(),
        c.patient(),
        c.practitioner(),
        c.organisation(),
        c.registeredPractice(),
        sections,
        c.followUpActions(),
        c.attachments());
  }

  private interface Work {
    byte[] run() throws IOException;
  }

  private static double milliseconds(int batch, Work work) throws IOException {
    long began = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < batch; i++) {
      work.run();
    }
    return (THREADS.getCurrentThreadCpuTime() - began) / 1e6 / batch;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static TrueTypeFont font(String name) {
    try (InputStream resource =
        ReportBench.class.getResourceAsStream(
            "/net/sf/jasperreports/fonts/dejavu/" + name + ".ttf")) {
      return new TTFParser().parse(new RandomAccessReadBuffer(resource.readAllBytes()));
    } catch (IOException broken) {
      throw new IllegalStateException("The font " + name + " can't be read", broken);
    }
  }
}
