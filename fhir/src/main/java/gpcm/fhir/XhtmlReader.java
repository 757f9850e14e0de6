package gpcm.fhir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/** Reads the XHTML of a narrative as it stands: every element, attribute, text and space. */
final class XhtmlReader {
  private XhtmlReader() {}

  /** Is told of each element of a narrative that stands in another namespace than XHTML's. */
  interface Foreign {
    void element(String namespace);
  }

  /** The element whose start tag was last given, with all it holds. */
  static XhtmlNode read(XmlTokens tokens, Foreign foreign) throws IOException {
    XhtmlNode root = element(tokens, foreign);
    root.getAttributes().put("xmlns", XmlNamespaces.XHTML);
    Deque<XhtmlNode> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      switch (tokens.next()) {
        case START -> {
          XhtmlNode child = element(tokens, foreign);
          open.getFirst().getChildNodes().add(child);
          open.push(child);
        }
        case END -> open.pop();
        case TEXT -> text(open.getFirst(), tokens.text());
        case END_OF_DOCUMENT -> throw tokens.source().fault("the document ends inside a narrative");
      }
    }
    return root;
  }

  /** A narrative given as text, which is how JSON has it. */
  static XhtmlNode read(String xhtml, ReadLimits limits, Foreign foreign) throws IOException {
    XmlSource source =
        new XmlSource(new ByteArrayInputStream(xhtml.getBytes(StandardCharsets.UTF_8)), limits);
    XmlTokens tokens = new XmlTokens(source, limits, (element, attribute) -> Optional.empty());
    tokens.keepText(true);
    if (tokens.next() != XmlTokens.Event.START || !tokens.name().equals("div")) {
      throw source.fault("a narrative begins with another element than div");
    }
    XhtmlNode root = read(tokens, foreign);
    if (tokens.next() != XmlTokens.Event.END_OF_DOCUMENT) {
      throw source.fault("something follows the div of a narrative");
    }
    return root;
  }

  private static XhtmlNode element(XmlTokens tokens, Foreign foreign) {
    if (!tokens.namespace().equals(XmlNamespaces.XHTML)) {
      foreign.element(tokens.namespace());
    }
    XhtmlNode node = new XhtmlNode(NodeType.Element, tokens.name());
    for (int i = 0; i < tokens.attributes(); i++) {
      node.getAttributes().put(tokens.attributeName(i), tokens.attributeValue(i));
    }
    return node;
  }

  private static void text(XhtmlNode parent, String text) {
    if (text.isEmpty()) {
      return;
    }
    int last = parent.getChildNodes().size() - 1;
    if (last >= 0 && parent.getChildNodes().get(last).getNodeType() == NodeType.Text) {
      XhtmlNode before = parent.getChildNodes().get(last);
      before.setContent(before.getContent() + text);
    } else {
      XhtmlNode node = new XhtmlNode(NodeType.Text);
      node.setContent(text);
      parent.getChildNodes().add(node);
    }
  }
}
