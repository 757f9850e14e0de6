package gpcm.node.coded;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedKind;
import gpcm.message.coded.SaidBy;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What differs between the coded entries of two versions of a document. */
class CodedDifferenceTest {
  private static final UUID BEFORE = new UUID(0, 1);
  private static final UUID NOW = new UUID(0, 2);

  private static CodedItem item(UUID entry, int n, String code, String value, String resource) {
    return new CodedItem(
        entry,
        n,
        new CodedContent(
            CodedKind.OBSERVATION,
            "Observation",
            resource,
            new CodedConcept(CodedConcept.SNOMED, code, "Something " + code),
            value,
            "kg",
            "",
            "",
            "",
            "final",
            SaidBy.CLINICIAN,
            "",
            "",
            List.of(),
            "",
            code + value),
        CodedState.TO_REVIEW,
        Optional.empty());
  }

  private static CodedDifference.Kind kind(CodedDifference difference, int n) {
    return difference.now().get(n).kind();
  }

  @Test
  void theSameContentIsTheSameWhateverItsPlaceAndId() {
    CodedDifference difference =
        CodedDifference.between(
            List.of(item(BEFORE, 1, "1", "70", "a"), item(BEFORE, 2, "2", "9", "b")),
            List.of(item(NOW, 1, "2", "9", "c"), item(NOW, 2, "1", "70", "d")));
    assertThat(kind(difference, 1)).isEqualTo(CodedDifference.Kind.SAME);
    assertThat(kind(difference, 2)).isEqualTo(CodedDifference.Kind.SAME);
    assertThat(difference.gone()).isEmpty();
  }

  @Test
  void anotherValueOfTheSameCodeIsAChangeAndStandsBesideWhatItWas() {
    CodedItem before = item(BEFORE, 1, "1", "70", "a");
    CodedDifference difference =
        CodedDifference.between(List.of(before), List.of(item(NOW, 1, "1", "71", "b")));
    assertThat(kind(difference, 1)).isEqualTo(CodedDifference.Kind.CHANGED);
    assertThat(difference.now().get(1).before()).contains(before);
  }

  @Test
  void anotherCodeOfTheSameResourceIsAChange() {
    CodedDifference difference =
        CodedDifference.between(
            List.of(item(BEFORE, 1, "1", "70", "a")), List.of(item(NOW, 1, "2", "70", "a")));
    assertThat(kind(difference, 1)).isEqualTo(CodedDifference.Kind.CHANGED);
  }

  @Test
  void whatHasNothingInCommonIsNewAndWhatIsMissingIsGone() {
    CodedItem gone = item(BEFORE, 1, "1", "70", "a");
    CodedDifference difference =
        CodedDifference.between(List.of(gone), List.of(item(NOW, 1, "2", "9", "b")));
    assertThat(kind(difference, 1)).isEqualTo(CodedDifference.Kind.NEW);
    assertThat(difference.gone()).containsExactly(gone);
  }

  @Test
  void oneOfTwoThatAreAlikeIsGoneWhenOnlyOneIsLeft() {
    CodedDifference difference =
        CodedDifference.between(
            List.of(item(BEFORE, 1, "1", "70", "a"), item(BEFORE, 2, "1", "71", "b")),
            List.of(item(NOW, 1, "1", "70", "c")));
    assertThat(kind(difference, 1)).isEqualTo(CodedDifference.Kind.SAME);
    assertThat(difference.gone()).hasSize(1);
  }
}
