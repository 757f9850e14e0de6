package gpcm.node.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.ResponseCode;
import gpcm.node.traffic.SourceText.Form;
import gpcm.node.traffic.SourceText.Line;
import gpcm.node.traffic.SourceText.Piece;
import gpcm.node.traffic.SourceText.Placed;
import gpcm.rules.Finding;
import gpcm.rules.SourcePosition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a message, line by line. */
class SourceTextTest {
  private static final String MESSAGE =
      "<Bundle xmlns=\"http://hl7.org/fhir\"><id value=\"a\"/><entry><resource><Patient>"
          + "<name><family value=\"Beispiel\"/></name></Patient></resource></entry></Bundle>";

  private static SourceText read(String message, Form form, Finding... findings)
      throws IOException {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return SourceText.read(() -> new ByteArrayInputStream(bytes), form, List.of(findings));
  }

  private static List<String> lines(SourceText text) {
    return text.lines().stream().map(Line::text).toList();
  }

  private static Finding at(String path) {
    return Finding.must(
        "GPCM-SD-001", ResponseCode.PAYLOAD_INVALID, path, "this", "that", "Mend it");
  }

  @Test
  void laidOutEachElementHasALine() throws IOException {
    assertThat(lines(read(MESSAGE, Form.PRETTY)))
        .containsExactly(
            "<Bundle xmlns=\"http://hl7.org/fhir\">",
            "  <id value=\"a\"/>",
            "  <entry>",
            "    <resource>",
            "      <Patient>",
            "        <name>",
            "          <family value=\"Beispiel\"/>",
            "        </name>",
            "      </Patient>",
            "    </resource>",
            "  </entry>",
            "</Bundle>");
  }

  @Test
  void whiteSpaceBetweenTagsIsLaidOutAnewAndTextStaysWithItsElement() throws IOException {
    assertThat(lines(read("<a>\n\n\t<b>two  words</b>   <c/></a>\n", Form.PRETTY)))
        .containsExactly("<a>", "  <b>two  words</b>", "  <c/>", "</a>");
  }

  @Test
  void rawItIsTheSameCharacterByCharacter() throws IOException {
    String message = "<?xml version=\"1.0\"?>\n<a>\n\n   <b c='>'/>\n</a>";
    SourceText text = read(message, Form.RAW);
    assertThat(String.join("\n", lines(text))).isEqualTo(message);
    assertThat(text.lines()).extracting(Line::number).containsExactly(1, 2, 3, 4, 5);
    assertThat(text.whole()).isTrue();
  }

  @Test
  void linesEndWithCarriageReturnsToo() throws IOException {
    assertThat(lines(read("<a>\r\n<b/>\r\n</a>", Form.RAW))).containsExactly("<a>", "<b/>", "</a>");
  }

  @Test
  void aFindingStandsAtItsLineInBothForms() throws IOException {
    Finding finding = at("Bundle.entry[0].resource.name.family");
    Placed laidOut = read(MESSAGE, Form.PRETTY, finding).findings().getFirst();
    assertThat(laidOut.line()).hasValue(7);
    assertThat(laidOut.position()).contains(new SourcePosition(1, MESSAGE.indexOf("<family") + 1));
    assertThat(read(MESSAGE, Form.RAW, finding).findings().getFirst().line()).hasValue(1);
    String broken = MESSAGE.replace("><", ">\n<");
    assertThat(read(broken, Form.RAW, finding).findings().getFirst().line()).hasValue(7);
  }

  @Test
  void lettersOfAnyKindCountAsOneEachBeforeAFinding() throws IOException {
    String message = MESSAGE.replace("value=\"a\"", "value=\"\uD83D\uDE00é中\"");
    assertThat(read(message, Form.PRETTY, at("Bundle.entry")).findings().getFirst().line())
        .hasValue(3);
  }

  @Test
  void theFindingsOfALineAreGivenWithItAndAllInTheOrderOfLines() throws IOException {
    Finding later = at("Bundle.entry");
    Finding sooner = at("Bundle.id");
    SourceText text = read(MESSAGE, Form.PRETTY, later, sooner);
    assertThat(text.findings()).extracting(Placed::finding).containsExactly(sooner, later);
    assertThat(text.at(text.lines().get(1))).extracting(Placed::finding).containsExactly(sooner);
    assertThat(text.at(text.lines().get(0))).isEmpty();
  }

  @Test
  void aFindingWithAPlaceOfItsOwnStandsThere() throws IOException {
    Finding finding = at("Bundle").at(new SourcePosition(2, 5));
    assertThat(read("<a>\nno xml & at all\n</a>", Form.RAW, finding).findings().getFirst().line())
        .hasValue(2);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void whereReadingEndedStandsAtItsLine(Form form) throws IOException {
    Finding ended = at("line 3, column 6");
    SourceText text = read("<a>\n<b/>\n<c/> & <d/>\n</a>", form, at("the message"), ended);
    Placed placed = text.findings().getFirst();
    assertThat(placed.finding()).isEqualTo(ended);
    Line broken =
        text.lines().stream().filter(each -> each.text().contains("&")).findFirst().orElseThrow();
    assertThat(text.at(broken)).containsExactly(placed);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void whereAMessageBreaksOffIsItsLastLine(Form form) throws IOException {
    SourceText text = read("<a>\n<b/>\n<c>cut off", form, at("line 3, column 10"));
    assertThat(text.findings().getFirst().line()).hasValue(text.lines().getLast().number());
  }

  @Test
  void aFindingAboutNoPlaceStandsLast() throws IOException {
    SourceText text = read(MESSAGE, Form.PRETTY, at("the message"), at("Bundle.entry"));
    assertThat(text.findings().getLast().line()).isEmpty();
    assertThat(text.findings().getLast().finding().path()).isEqualTo("the message");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void longContentIsCutAndItIsSaidHowMuchIsLeftOut(Form form) throws IOException {
    String content = "QUJD".repeat(1000);
    SourceText text = read("<a><content value=\"" + content + "\"/><b/></a>", form);
    List<Piece> pieces = text.lines().get(form == Form.RAW ? 0 : 1).pieces();
    assertThat(pieces.getFirst().text()).endsWith("value=\"" + content.substring(0, 60));
    assertThat(pieces.getFirst().leftOut()).isEqualTo(3940);
    assertThat(pieces.getLast().text()).startsWith("\"/>");
    assertThat(pieces.getLast().leftOut()).isZero();
    assertThat(text.whole()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "&#13;&#10;", "&#xA;"})
  void contentInLinesIsCutLikeAnyOther(String between) throws IOException {
    String content =
        IntStream.range(0, 40)
            .mapToObj(n -> "QUJD".repeat(19))
            .collect(Collectors.joining(between));
    SourceText text = read("<a>\n<content value=\"" + content + "\"/>\n<b/>\n</a>", Form.RAW);
    assertThat(text.lines()).hasSize(4);
    assertThat(text.lines().get(1).pieces().getFirst().leftOut())
        .isEqualTo(content.replace("\r", "").length() - 60);
    assertThat(text.lines().get(2).text()).isEqualTo("<b/>");
    assertThat(text.lines().get(2).number()).isEqualTo(between.contains("\n") ? 42 : 3);
  }

  @Test
  void aFindingAfterContentInLinesStandsAtItsLine() throws IOException {
    String content =
        IntStream.range(0, 9).mapToObj(n -> "QUJD".repeat(19)).collect(Collectors.joining("\n"));
    SourceText text =
        read("<Bundle><a value=\"" + content + "\"/>\n<id/></Bundle>", Form.RAW, at("Bundle.id"));
    assertThat(text.findings().getFirst().line()).hasValue(10);
    assertThat(text.lines().getLast().number()).isEqualTo(10);
  }

  @Test
  void wordsAndIdsAreNotCut() throws IOException {
    String text = "a-word ".repeat(200) + "Donaudampfschifffahrtsgesellschaft".repeat(5);
    assertThat(lines(read("<a>" + text + "</a>", Form.RAW))).containsExactly("<a>" + text + "</a>");
  }

  @Test
  void moreThanAPageCanShowIsLeftOutAndItIsSaidSo() throws IOException {
    String message = "<a>" + "<b c=\"a text, a text\"/>".repeat(30_000) + "</a>";
    assertThat(read(message, Form.RAW).whole()).isFalse();
    assertThat(lines(read(message, Form.RAW)).getFirst()).hasSize(SourceText.MOST_CHARACTERS);
    SourceText laidOut = read(message, Form.PRETTY);
    assertThat(laidOut.whole()).isFalse();
    assertThat(laidOut.lines()).hasSize(SourceText.MOST_LINES);
  }

  @Test
  void muchWhiteSpaceWithinATextIsKeptOnceItIsEnough() throws IOException {
    String message = "<a>one" + " ".repeat(5_000_000) + "two</a>";
    assertThat(lines(read(message, Form.PRETTY)).getFirst())
        .startsWith("<a>one ")
        .endsWith(" two</a>")
        .hasSizeLessThan(2000);
  }

  @Test
  void aFindingThatIsNotShownAnyMoreHasItsPlaceInTheMessage() throws IOException {
    String message = "<Bundle>\n" + "<b c=\"a text, a text\"/>\n".repeat(30_000) + "<id/></Bundle>";
    Placed placed = read(message, Form.RAW, at("Bundle.id")).findings().getFirst();
    assertThat(placed.line()).isEmpty();
    assertThat(placed.position()).contains(new SourcePosition(30_002, 1));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void noEntityIsReplacedAndNothingIsFetched(Form form) throws IOException {
    String message =
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;&lt;&#65;</a>";
    String all = String.join("", lines(read(message, form))).replace(" ", "");
    assertThat(all).isEqualTo(message.replace(" ", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<", "<a", "</a>", "<a b='", "<!--", "<![CDATA[", "no xml", "<a></b></c><d>"})
  void whatIsNoXmlIsShownAsFarAsItGoes(String message) throws IOException {
    for (Form form : Form.values()) {
      assertThat(String.join("", lines(read(message, form))).replace(" ", ""))
          .isEqualTo(message.replace(" ", ""));
    }
  }

  @Test
  void commentsAndSectionsAreNoTags() throws IOException {
    assertThat(lines(read("<a><!-- <b> --><![CDATA[<c>]]><d/></a>", Form.PRETTY)))
        .containsExactly("<a>", "  <!-- <b> -->", "  <![CDATA[<c>]]>", "  <d/>", "</a>");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void whatWouldTurnTheTextOrIsNoCharacterIsWrittenAsItsNumber(Form form) throws IOException {
    assertThat(lines(read("<a b=\"x\u202Ey\u0001z\"/>", form)))
        .containsExactly("<a b=\"x\\u202Ey\\u0001z\"/>");
  }
}
