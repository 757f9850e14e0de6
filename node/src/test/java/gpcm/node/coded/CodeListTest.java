package gpcm.node.coded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's file of codes. */
class CodeListTest {
  private static final String CSV =
      """
      system,code,display,kinds
      http://snomed.info/sct,271807003,Rash,problem observation
      http://snomed.info/sct,91936005,Allergy to penicillin,allergy
      http://snomed.info/sct,38341003,"Hypertensive disorder, systemic",
      http://snomed.info/sct,230145002,Ménière's disease,
      """;

  @TempDir Path folder;

  private CodeList list(String text) throws IOException {
    return new CodeList(Optional.of(Files.writeString(folder.resolve("codes"), text)));
  }

  private static List<String> found(CodeList list, String text) {
    return list.find(text, Optional.empty()).stream().map(each -> each.concept().code()).toList();
  }

  @Test
  void aCodeIsFoundByTheBeginningsOfItsWords() throws IOException {
    assertThat(found(list(CSV), "hyper dis")).containsExactly("38341003");
  }

  @Test
  void aCodeIsFoundWhateverItsAccentsAndCapitals() throws IOException {
    assertThat(found(list(CSV), "MENIERE")).containsExactly("230145002");
  }

  @Test
  void aCodeIsFoundByItself() throws IOException {
    assertThat(found(list(CSV), "271807003")).containsExactly("271807003");
  }

  @Test
  void aSearchForAKindFindsWhatIsForItOrForAll() throws IOException {
    assertThat(list(CSV).find("allergy", Optional.of(CodedKind.PROBLEM))).isEmpty();
    assertThat(list(CSV).find("allergy", Optional.of(CodedKind.ALLERGY))).hasSize(1);
    assertThat(list(CSV).find("hypertensive", Optional.of(CodedKind.ALLERGY))).hasSize(1);
  }

  @Test
  void noMoreAreFoundThanPeopleLookThrough() throws IOException {
    StringBuilder many = new StringBuilder("system,code,display\n");
    for (int i = 0; i < 200; i++) {
      many.append("s,").append(i).append(",Rash number ").append(i).append('\n');
    }
    assertThat(found(list(many.toString()), "rash")).hasSize(CodeList.MOST_FOUND);
  }

  @Test
  void aValueSetIsReadAsItWasExpanded() throws IOException {
    CodeList list =
        list(
            """
            {"resourceType": "ValueSet", "expansion": {"contains": [
              {"system": "http://snomed.info/sct", "abstract": true, "code": "1", "display": "Group",
               "contains": [{"system": "http://snomed.info/sct", "code": "271807003", "display": "Rash"}]}]}}
            """);
    assertThat(found(list, "rash")).containsExactly("271807003");
    assertThat(found(list, "group")).isEmpty();
    assertThat(list.of(CodedConcept.SNOMED, "271807003").orElseThrow().concept().display())
        .isEqualTo("Rash");
  }

  @Test
  void theFileIsReadAgainWhenItHasChanged() throws IOException {
    CodeList list = list(CSV);
    Files.writeString(folder.resolve("codes"), CSV + "s,7,Something else\n");
    assertThat(found(list, "something")).containsExactly("7");
  }

  @Test
  void aFileThatWasSpoiledIsNamedAndNothingOldIsShown() throws IOException {
    CodeList list = list(CSV);
    Files.writeString(folder.resolve("codes"), "no list");
    assertThatThrownBy(() -> list.find("rash", Optional.empty()))
        .isInstanceOf(CodeList.UnavailableException.class)
        .hasMessageContaining("codes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "code,display | must name the columns system, code and display",
        "{\"resourceType\": \"ValueSet\"} | expansion.contains",
        "{ | is no JSON",
        "system,code,display\\n,1,Rash | must have a system, a code and a display",
        "system,code,display,kinds\\ns,1,Rash,nonsense | names no kind of coded entry: nonsense",
        "system,code,display\\ns,1,\"Rash | quotation mark",
      })
  void aFileThatIsNoListIsRefusedWithWhatIsWrong(String text, String wrong) {
    assertThatThrownBy(() -> list(text.replace("\\n", "\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(wrong);
  }

  @Test
  void withoutAFileThereIsNoList() {
    assertThat(new CodeList(Optional.empty()).isThere()).isFalse();
  }
}
