package gpcm.fhir;

import java.io.IOException;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/** Writes the XHTML of a narrative as it stands in the model. */
final class XhtmlWriter {
  private XhtmlWriter() {}

  static void write(XmlOutput out, XhtmlNode node) throws IOException {
    if (node.getNodeType() == NodeType.Text) {
      out.escaped(node.getContent(), false);
      return;
    }
    if (node.getNodeType() != NodeType.Element) {
      // Comments and the like say nothing to a reader of the narrative.
      return;
    }
    out.raw("<").raw(node.getName());
    for (var attribute : node.getAttributes().entrySet()) {
      out.attribute(attribute.getKey(), attribute.getValue());
    }
    if (node.getChildNodes().isEmpty()) {
      out.raw("/>");
      return;
    }
    out.raw(">");
    for (XhtmlNode child : node.getChildNodes()) {
      write(out, child);
    }
    out.raw("</").raw(node.getName()).raw(">");
  }
}
