package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Changes to the narratives, and narratives where there was none. */
final class NarrativeChanges {
  private static final String OPEN = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
  private static final List<String> INSIDES =
      List.of(
          "<script>alert(1)</script>",
          "<p onclick=\"alert(1)\">Words</p>",
          "<a href=\"javascript:alert(1)\">Words</a>",
          "<iframe src=\"https://example.org/\"></iframe>Words",
          "<form action=\"https://example.org/\"><input name=\"a\"/></form>",
          "<object data=\"https://example.org/\"></object>",
          "<embed src=\"https://example.org/\"/>",
          "<link rel=\"stylesheet\" href=\"https://example.org/a.css\"/>Words",
          "<style>p { color: red }</style>Words",
          "<button>Words</button>",
          "<video src=\"https://example.org/\"></video>",
          "<font color=\"red\">Words</font>",
          "<p data-more=\"1\">Words</p>",
          "<svg><circle r=\"1\"/></svg>",
          "<base href=\"https://example.org/\"/>Words",
          "<meta charset=\"utf-8\"/>Words",
          "",
          "   ",
          "<p> </p>");

  private NarrativeChanges() {}

  static Optional<String> make(MessageTree tree) {
    return tree.object(
            place ->
                (place.value().has("resourceType")
                        && !List.of("Bundle", "Binary").contains(place.path()))
                    || place.path().equals("Composition.section"))
        .map(
            place -> {
              ObjectNode owner = (ObjectNode) place.value();
              String inside = tree.oneOf(INSIDES);
              ObjectNode text = owner.putObject("text");
              int odd = tree.random().nextInt(12);
              if (odd != 0) {
                text.put("status", odd == 1 ? "handmade" : "generated");
              }
              if (odd != 2) {
                text.put("div", (odd == 3 ? "<div>" : OPEN) + inside + "</div>");
              }
              return place.path() + ".text " + odd + ": " + inside;
            });
  }
}
