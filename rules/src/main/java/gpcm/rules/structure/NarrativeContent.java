package gpcm.rules.structure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/** What stands in a narrative: lists of what is allowed, so that what nobody thought of is not. */
final class NarrativeContent {
  private static final Set<String> ELEMENTS =
      Set.of(
          "p",
          "br",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "a",
          "span",
          "b",
          "em",
          "i",
          "strong",
          "small",
          "big",
          "tt",
          "dfn",
          "q",
          "var",
          "abbr",
          "acronym",
          "cite",
          "blockquote",
          "hr",
          "address",
          "bdo",
          "kbd",
          "sub",
          "sup",
          "ul",
          "ol",
          "li",
          "dl",
          "dt",
          "dd",
          "pre",
          "table",
          "caption",
          "colgroup",
          "col",
          "thead",
          "tr",
          "tfoot",
          "tbody",
          "th",
          "td",
          "code",
          "samp",
          "img",
          "map",
          "area");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "title",
          "style",
          "class",
          "id",
          "lang",
          "xml:lang",
          "dir",
          "accesskey",
          "tabindex",
          "span",
          "width",
          "align",
          "valign",
          "char",
          "charoff",
          "abbr",
          "axis",
          "headers",
          "scope",
          "rowspan",
          "colspan");
  private static final Map<String, Set<String>> OWN =
      Map.ofEntries(
          Map.entry(
              "a",
              Set.of(
                  "href", "name", "charset", "type", "hreflang", "rel", "rev", "shape", "coords")),
          Map.entry("img", Set.of("src", "border", "alt", "longdesc", "height", "usemap", "ismap")),
          Map.entry("map", Set.of("name")),
          Map.entry("area", Set.of("shape", "coords", "href", "nohref", "alt")),
          Map.entry(
              "table", Set.of("summary", "border", "frame", "rules", "cellspacing", "cellpadding")),
          Map.entry("pre", Set.of("space", "xml:space")),
          Map.entry("td", Set.of("nowrap")),
          Map.entry("th", Set.of("nowrap")),
          Map.entry("blockquote", Set.of("cite")),
          Map.entry("q", Set.of("cite")),
          Map.entry("ol", Set.of("type", "start")),
          Map.entry("ul", Set.of("type")),
          Map.entry("li", Set.of("type", "value")),
          Map.entry("hr", Set.of("size", "noshade")));
  private static final Set<String> ADDRESSES = Set.of("href", "cite", "longdesc", "usemap");
  private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel", "urn", "ftp");
  private static final List<String> ACTIVE_STYLE =
      List.of("url(", "expression(", "@import", "javascript:", "behavior", "-moz-binding");

  private NarrativeContent() {}

  /** Whether it holds nothing but what FHIR allows. */
  static boolean allowed(XhtmlNode div) {
    Deque<XhtmlNode> open = new ArrayDeque<>(List.of(div));
    while (!open.isEmpty()) {
      XhtmlNode node = open.pop();
      if (node.getNodeType() == NodeType.Element && !element(node)) {
        return false;
      }
      open.addAll(node.getChildNodes());
    }
    return true;
  }

  /** Whether there is something to read or to see. */
  static boolean says(XhtmlNode div) {
    Deque<XhtmlNode> open = new ArrayDeque<>(List.of(div));
    while (!open.isEmpty()) {
      XhtmlNode node = open.pop();
      boolean words =
          node.getNodeType() == NodeType.Text
              && node.getContent() != null
              && !node.getContent().isBlank();
      if (words || "img".equals(node.getName())) {
        return true;
      }
      open.addAll(node.getChildNodes());
    }
    return false;
  }

  private static boolean element(XhtmlNode node) {
    String name = node.getName();
    if (!ELEMENTS.contains(name)) {
      return false;
    }
    for (Map.Entry<String, String> attribute : node.getAttributes().entrySet()) {
      if (!attribute(name, attribute.getKey(), attribute.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean attribute(String element, String name, String value) {
    if (name.equals("xmlns") || name.startsWith("xmlns:")) {
      return true;
    }
    if (!ATTRIBUTES.contains(name) && !OWN.getOrDefault(element, Set.of()).contains(name)) {
      return false;
    }
    if (name.equals("style")) {
      String style = value.toLowerCase(Locale.ROOT).replaceAll("\\s|/\\*.*?\\*/", "");
      return style.indexOf('\\') < 0 && ACTIVE_STYLE.stream().noneMatch(style::contains);
    }
    if (name.equals("src")) {
      return value.startsWith("#") || value.startsWith("data:image/");
    }
    return !ADDRESSES.contains(name) || address(value);
  }

  /** A place in the same text, a relative address, or one that a browser only goes to. */
  private static boolean address(String value) {
    // Browsers skip white space and control characters where they look for the scheme.
    String bare = value.replaceAll("[\\p{Cntrl}\\s]", "");
    int colon = bare.indexOf(':');
    int end = bare.length();
    for (char c : new char[] {'/', '?', '#'}) {
      end = bare.indexOf(c) >= 0 ? Math.min(end, bare.indexOf(c)) : end;
    }
    return colon < 0
        || colon > end
        || SCHEMES.contains(bare.substring(0, colon).toLowerCase(Locale.ROOT));
  }
}
