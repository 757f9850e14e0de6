package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of readings, as a clinical system charts them. */
class TableLayoutTest {
  private static final Duration HANG = Duration.ofSeconds(20);
  private static final List<String> CHART =
      List.of(
          "Date",
          "Time",
          "Blood pressure",
          "Pulse",
          "Resp. rate",
          "SpO2",
          "Temperature",
          "NEWS2",
          "Comment");

  private static SectionItem.TableItem chart(int rows, int sentences) {
    String comment = "Patient comfortable at rest, readings repeated with the larger cuff. ";
    List<String> row =
        List.of(
            "20-Nov-2026",
            "18:35",
            "128/82 mmHg",
            "72 /min",
            "16 /min",
            "98 %",
            "37.2 \u00b0C",
            "0",
            comment.repeat(sentences) + "Endofcomment.");
    return new SectionItem.TableItem("Chartcaption", CHART, Collections.nCopies(rows, row), false);
  }

  private static List<String> pages(SectionItem... items) {
    return Samples.pages(Samples.pdf(Samples.notes(new Section("Examination", List.of(items)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"calm", "larger", "distress", "comfortable", "uncomfortably", "Mmmmm"})
  void noWordOrNumberOfEightShortColumnsIsBrokenBesideALongComment(String longest) {
    List<String> row = new ArrayList<>(chart(1, 1).rows().getFirst());
    row.set(8, ("At rest " + longest + " no more. ").repeat(8));
    SectionItem table = new SectionItem.TableItem("Chart", CHART, List.of(row), false);
    List<String> words = Arrays.asList(String.join(" ", pages(table)).split("\\s+"));
    assertThat(words)
        .contains("20-Nov-2026", "18:35", "128/82", "mmHg", "72", "/min", "98", "37.2")
        .contains("Temperature", "pressure", "NEWS2", "SpO2");
    assertThat(words).filteredOn(longest::equals).hasSize(8);
  }

  @Test
  void onlyTheLongestWordsAreBrokenWhereNotAllCanBeWhole() {
    SectionItem.TableItem table =
        new SectionItem.TableItem(
            "Wide",
            List.of("Time", "One", "Two", "Unit"),
            List.of(List.of("18:35", "V".repeat(90), "W".repeat(90), "mmol/L")),
            false);
    List<String> words = Arrays.asList(pages(table).getFirst().split("\\s+"));
    assertThat(words).contains("18:35", "mmol/L", "Time", "One", "Two", "Unit");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 12, 24, 26, 28, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
        48, 49, 50
      })
  void captionAndHeadingsStandOnThePageOfTheFirstRow(int lines) {
    SectionItem filler = new SectionItem.TextItem("x\n".repeat(lines) + "x", false);
    for (List<String> pages :
        List.of(
            pages(filler, chart(2, 1)), pages(filler, chart(2, 40)), pages(filler, shortTable()))) {
      String page =
          pages.stream().filter(text -> text.contains("Chartcaption")).findFirst().orElseThrow();
      String after = page.substring(page.indexOf("Chartcaption"));
      assertThat(after).contains("Temperature", "20-Nov-2026");
    }
  }

  private static SectionItem.TableItem shortTable() {
    return new SectionItem.TableItem(
        "Chartcaption",
        List.of("Date", "Temperature"),
        List.of(List.of("20-Nov-2026", "37.2"), List.of("21-Nov-2026", "37.0")),
        false);
  }

  @Test
  void aRowThatIsTallerThanWhatIsLeftOfThePageSplits() {
    SectionItem filler = new SectionItem.TextItem("x\n".repeat(10) + "x", false);
    List<String> pages = pages(filler, chart(2, 60));
    assertThat(pages).hasSizeGreaterThan(1);
    assertThat(pages.getFirst()).contains("Chartcaption", "18:35", "comfortable");
    String whole = String.join(" ", pages);
    assertThat(Stream.of(whole.split("\\s+")).filter("comfortable"::equals)).hasSize(120);
    assertThat(Stream.of(whole.split("\\s+")).filter("Endofcomment."::equals)).hasSize(2);
  }

  /** The limit guards against a hang; it measures nothing. */
  @Test
  void aWordOfAHundredThousandCharactersIsWholeAndDoesNotHang() {
    byte[] pdf =
        assertTimeoutPreemptively(
            HANG, () -> Samples.pdf(Samples.text("before " + "x".repeat(100_000) + " after")));
    String text = Samples.text(pdf);
    assertThat(text.chars().filter(c -> c == 'x').count()).isGreaterThanOrEqualTo(100_000);
    assertThat(text).contains("before", "after");
  }

  /** The limit guards against a hang; it measures nothing. */
  @Test
  void aCellWithAWordOfAHundredThousandCharactersIsWholeAndDoesNotHang() {
    SectionItem table =
        new SectionItem.TableItem(
            "Wide",
            List.of("Time", "Remark", "Unit"),
            List.of(
                List.of("18:35", "before " + "\u00fe".repeat(100_000) + " after", "mmol/L"),
                List.of("18:50", "Next row", "mg/L")),
            false);
    String text = assertTimeoutPreemptively(HANG, () -> String.join("\n", pages(table)));
    assertThat(text.chars().filter(c -> c == '\u00fe').count()).isEqualTo(100_000);
    assertThat(text).contains("18:35", "before", "after", "mmol/L", "18:50", "Next row", "mg/L");
  }
}
