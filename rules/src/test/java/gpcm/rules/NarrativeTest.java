package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.fhir.AttachmentSink;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.Tolerances;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every narrative holds what FHIR allows and something to read, in JSON and in XML. */
class NarrativeTest {
  private static final String PLACE = "Here stands the narrative";

  private static Fixture withNarrative(String owner, String inside) {
    Fixture message = Fixture.of(UseCaseKey.GE);
    ObjectNode resource =
        owner.equals("section")
            ? (ObjectNode) message.at("composition").at("/section/0")
            : message.at(owner);
    resource
        .putObject("text")
        .put("status", "generated")
        .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + inside + "</div>");
    return message;
  }

  private static List<Finding> json(String owner, String inside) {
    return narratives(withNarrative(owner, inside).check());
  }

  private static List<Finding> xml(String owner, String inside) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter().writeXml(withNarrative(owner, PLACE).read(Tolerances.ALL), out);
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).contains(PLACE);
    return narratives(
        RuleCatalogue.rules(Tolerances.ALL)
            .check(
                new MessageReader()
                    .readXml(
                        new ByteArrayInputStream(
                            text.replace(PLACE, inside).getBytes(StandardCharsets.UTF_8)),
                        AttachmentSink.inMemory(10_000))));
  }

  private static List<Finding> narratives(Findings findings) {
    return findings.stream()
        .filter(
            finding ->
                finding.expected().endsWith("(txt-1)") || finding.expected().endsWith("(txt-2)"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">alert(1)</h:script>",
        "<p onclick=\"alert(1)\">Words</p>",
        "<p onmouseover=\"alert(1)\">Words</p>",
        "<img src=\"#a\" onerror=\"alert(1)\"/>",
        "<a href=\"javascript:alert(1)\">Words</a>",
        "<a href=\" java&#10;script:alert(1)\">Words</a>",
        "<a href=\"JavaScript:alert(1)\">Words</a>",
        "<a href=\"vbscript:alert(1)\">Words</a>",
        "<a href=\"data:text/html,alert(1)\">Words</a>",
        "<area href=\"javascript:alert(1)\"/>Words",
        "<q cite=\"javascript:alert(1)\">Words</q>",
        "<iframe src=\"https://example.org/\"></iframe>Words",
        "<frame src=\"https://example.org/\"/>Words",
        "<form action=\"https://example.org/\">Words</form>",
        "<input name=\"a\"/>Words",
        "<button>Words</button>",
        "<textarea>Words</textarea>",
        "<select><option>Words</option></select>",
        "<object data=\"https://example.org/\">Words</object>",
        "<embed src=\"https://example.org/\"/>Words",
        "<applet code=\"a\">Words</applet>",
        "<link rel=\"stylesheet\" href=\"https://example.org/a.css\"/>Words",
        "<style>p { color: red }</style>Words",
        "<meta http-equiv=\"refresh\" content=\"0\"/>Words",
        "<base href=\"https://example.org/\"/>Words",
        "<video src=\"https://example.org/\">Words</video>",
        "<svg xmlns=\"http://www.w3.org/1999/xhtml\">Words</svg>",
        "<font color=\"red\">Words</font>",
        "<body>Words</body>",
        "<p data-more=\"1\">Words</p>",
        "<p href=\"#a\">Words</p>",
        "<img src=\"https://example.org/track.gif\"/>",
        "<img src=\"//example.org/track.gif\"/>",
        "<img src=\"track.gif\"/>",
        "<p style=\"background: url(https://example.org/track.gif)\">Words</p>",
        "<p style=\"background: u\\72l(https://example.org/track.gif)\">Words</p>",
        "<p style=\"width: expression(alert(1))\">Words</p>",
        "",
        "   ",
        "<p> </p>",
        "<p><br/></p>"
      })
  void what_fhir_does_not_allow_is_found(String inside) throws IOException {
    for (String owner : List.of("section", "patient", "header")) {
      assertThat(json(owner, inside)).as("JSON, %s", owner).isNotEmpty();
      assertThat(xml(owner, inside))
          .as("XML, %s", owner)
          .isNotEmpty()
          .allMatch(Finding::rejects)
          .noneMatch(finding -> finding.expected().contains("alert"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<script>alert(1)</script>", "<b onclick=\"alert(1)\">now</b>", "<form></form>"})
  void a_right_summary_line_hides_nothing(String beside) {
    Fixture message = Fixture.of(UseCaseKey.CS);
    ObjectNode text = (ObjectNode) message.at("composition").get("text");
    text.put("div", text.get("div").textValue().replace("</div>", beside + "</div>"));
    assertThat(narratives(message.check())).isNotEmpty().allMatch(Finding::rejects);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Words",
        "<h1>Words</h1><p class=\"a\" id=\"b\" title=\"c\" style=\"color: red\">Words</p>",
        "<b>a</b><i>b</i><em>c</em><strong>d</strong><sub>e</sub><sup>f</sup><code>g</code>",
        "<table border=\"1\"><thead><tr><th colspan=\"2\">a</th></tr></thead><tbody><tr><td>b</td>"
            + "<td>c</td></tr></tbody></table>",
        "<ul><li>a</li></ul><ol><li>b</li></ol><dl><dt>c</dt><dd>d</dd></dl><pre>e</pre><hr/>",
        "<a href=\"https://example.org/a?b=c:d\">a</a><a href=\"#b\">b</a><a name=\"b\">c</a>",
        "<a href=\"mailto:test@example.org\">a</a><a href=\"tel:01632960000\">b</a>",
        "<p xml:lang=\"cy\" lang=\"cy\" dir=\"ltr\">Geiriau</p>",
        "<img src=\"data:image/png;base64,AAAA\" alt=\"A picture\"/>",
        "<img src=\"#picture\" alt=\"A picture\"/>"
      })
  void what_fhir_allows_is_not_found(String inside) throws IOException {
    assertThat(json("patient", inside)).isEmpty();
    assertThat(xml("patient", inside)).isEmpty();
  }
}
