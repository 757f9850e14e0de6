package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.PersonName;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is ever cut, whatever its length; and every page says whose it is. */
class ReportFlowTest {
  @Test
  void aFiftyPageNoteIsWholeAndEveryPageCarriesThePatientAndItsNumber() {
    String note =
        IntStream.range(0, 1400)
            .mapToObj(
                i ->
                    "Paragraph "
                        + i
                        + ": the patient described a very ordinary day in the most ordinary words"
                        + " there are, at length.")
            .collect(Collectors.joining("\n"));

    List<String> pages = Samples.pages(Samples.pdf(Samples.text(note)));

    assertThat(pages).hasSizeGreaterThanOrEqualTo(50);
    for (int i = 0; i < pages.size(); i++) {
      assertThat(pages.get(i))
          .contains(
              "TESTPATIENT, Alpha Example",
              "999 000 0018",
              "09-Jan-1957",
              "CLINICAL NOTES",
              "Version 1")
          .contains("Page " + (i + 1) + " of " + pages.size());
    }
    String whole = String.join(" ", pages);
    assertThat(IntStream.range(0, 1400))
        .allSatisfy(i -> assertThat(whole).contains("Paragraph " + i + ":"));
  }

  @Test
  void aNameOfThreeHundredCharactersAndAnAddressOfTenLinesAreWholeOnEveryPage() {
    String family = "Testpatient-" + "Longname ".repeat(32).strip();
    String filler =
        IntStream.range(0, 120).mapToObj(i -> "Line " + i).collect(Collectors.joining("\n"));
    var patient =
        Samples.everywhere(
            new PersonName(family, List.of("Alpha"), Optional.of("Ms")), Samples.tenLines());
    var consultation = Samples.example();

    List<String> pages =
        Samples.pages(
            Samples.pdf(
                Samples.copy(
                    consultation,
                    false,
                    patient,
                    consultation.practitioner(),
                    consultation.organisation(),
                    List.of(new Section("Notes", List.of(new SectionItem.TextItem(filler, false)))),
                    List.of())));

    assertThat(pages).hasSizeGreaterThan(2);
    assertThat(pages)
        .allSatisfy(
            page -> {
              String letters = page.replaceAll("\\s+", "");
              assertThat(letters.split("LONGNAME", -1)).hasSize(33);
              assertThat(letters)
                  .contains(
                      "Linenumber1ofalongaddress",
                      "Linenumber10ofalongaddress",
                      "CurrentAddress:Flat99");
            });
    assertThat(String.join(" ", pages)).contains("Line 0 ", "Line 119");
  }

  @Test
  void aPatientBlockThatWouldFillThePageIsWholeOnTheFirstPagesAndBriefOnTheOthers() {
    var patient =
        Samples.everywhere(
            new PersonName(
                "Testpatient " + "X".repeat(900),
                Collections.nCopies(15, "Y".repeat(400)),
                Optional.empty()),
            Samples.tenLines());

    List<String> pages = Samples.pages(Samples.pdf(Samples.patient(patient)));

    String letters = String.join("", pages).replaceAll("\\s+", "");
    assertThat(letters.chars().filter(c -> c == 'Y').count()).isGreaterThanOrEqualTo(15 * 400);
    assertThat(letters).contains("Linenumber10ofalongaddress", "Reviewattheregisteredpractice");
    assertThat(pages.subList(1, pages.size()))
        .allSatisfy(
            page ->
                assertThat(page)
                    .contains(
                        "TESTPATIENT",
                        "999 000 0018",
                        "09-Jan-1957",
                        "Whole name, addresses and telephone numbers: see page 1"));
  }

  @Test
  void aWordOfTwoThousandCharactersWraps() {
    String text = Samples.text(Samples.pdf(Samples.text("before " + "W".repeat(2_000) + " after")));
    assertThat(text.chars().filter(c -> c == 'W').count()).isEqualTo(2_000);
    assertThat(text).contains("before", "after");
  }

  @Test
  void aLongWordInATableTakesNoRoomFromTheOtherColumns() {
    SectionItem table =
        new SectionItem.TableItem(
            "Wide",
            List.of("Time", "Remark", "Unit"),
            List.of(List.of("18:35", "V".repeat(700), "mmol/L")),
            false);
    String text = Samples.text(Samples.pdf(Samples.notes(new Section("Values", List.of(table)))));
    assertThat(text.chars().filter(c -> c == 'V').count()).isGreaterThanOrEqualTo(700);
    assertThat(text).contains("18:35", "mmol/L", "Time Remark Unit");
  }

  @Test
  void aTableOfTwentyColumnsLosesNoCell() {
    List<String> columns = IntStream.range(0, 20).mapToObj(i -> "Col" + i).toList();
    String letters =
        Samples.text(
                Samples.pdf(
                    Samples.notes(
                        new Section("Values", List.of(Samples.table(columns, 3, false))))))
            .replaceAll("\\s+", "");
    assertThat(columns).allSatisfy(column -> assertThat(letters).contains(column));
    for (int column = 0; column < 20; column++) {
      assertThat(letters).contains("r0c" + column, "r2c" + column);
    }
  }

  @Test
  void aTableOverSeveralPagesRepeatsItsHeadings() {
    List<String> pages =
        Samples.pages(
            Samples.pdf(
                Samples.notes(
                    new Section(
                        "Values", List.of(Samples.table(List.of("Alpha", "Beta"), 150, false))))));
    assertThat(pages)
        .hasSizeGreaterThan(2)
        .allSatisfy(page -> assertThat(page).contains("Alpha Beta"));
    String whole = String.join(" ", pages);
    assertThat(IntStream.range(0, 150))
        .allSatisfy(row -> assertThat(whole).contains("r" + row + "c0 r" + row + "c1"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40})
  void aTitleIsNeverLeftAloneAtTheEndOfAPage(int lines) {
    SectionItem filler = new SectionItem.TextItem("x\n".repeat(lines) + "x", false);
    SectionItem tall =
        new SectionItem.TableItem(
            "Caption ".repeat(20).strip(),
            List.of("Heading ".repeat(40).strip(), "B"),
            List.of(List.of("startshere", "b")),
            false);

    List<String> pages =
        Samples.pages(
            Samples.pdf(
                Samples.notes(
                    new Section("Filler", List.of(filler)),
                    new Section(
                        "Loneword",
                        List.of(
                            new SectionItem.TextItem(
                                "startshere and goes on for some lines. ".repeat(8), false))),
                    new Section("Lonetable", List.of(tall)))));

    for (String title : List.of("Loneword:", "Lonetable:")) {
      String page = pages.stream().filter(text -> text.contains(title)).findFirst().orElseThrow();
      assertThat(page.substring(page.indexOf(title))).containsAnyOf("startshere", "Caption");
    }
  }

  @Test
  void aLongTitleWrapsBesideItsNotes() {
    String title =
        "A very long section title that goes on and on so that it has to wrap over several lines of"
            + " its narrow column";
    String text =
        Samples.text(
            Samples.pdf(
                Samples.notes(
                    new Section(title, List.of(Samples.text("One line.", false))),
                    new Section("Next", List.of(Samples.text("Other.", false))))));
    assertThat(text)
        .contains(title + ":", "One line.")
        .containsSubsequence("narrow column:", "One line.", "Next:", "Other.");
  }
}
