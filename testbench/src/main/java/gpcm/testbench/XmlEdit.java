package gpcm.testbench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * One change to a message on the wire, written {@code VERB XPATH [VALUE]}: {@code delete} the
 * nodes, {@code set} an attribute, {@code rename} an element, or put XML {@code before} an element.
 * The message stays as its builder wrote it but for that, so whatever is wrong with it afterwards
 * is the fault alone. Element names in the path go without a namespace.
 */
record XmlEdit(String verb, String path, String value) {

  static XmlEdit parse(String text) {
    String[] parts = text.split(" ", 3);
    return new XmlEdit(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
  }

  /**
   * The document with the change made.
   *
   * @throws IllegalStateException when the path leads nowhere: a fault that changes nothing would
   *     test nothing
   */
  byte[] apply(byte[] xml) {
    try {
      Document document = parser().parse(new ByteArrayInputStream(xml));
      NodeList nodes =
          (NodeList)
              XPathFactory.newDefaultInstance()
                  .newXPath()
                  .evaluate(path, document, XPathConstants.NODESET);
      if (nodes.getLength() == 0) {
        throw new IllegalStateException(path + " leads nowhere in the message to be broken");
      }
      for (int i = 0; i < nodes.getLength(); i++) {
        change(document, nodes.item(i));
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      TransformerFactory.newDefaultInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(out));
      return out.toByteArray();
    } catch (SAXException
        | IOException
        | ParserConfigurationException
        | XPathExpressionException
        | TransformerException e) {
      throw new IllegalStateException("a built message cannot be changed at " + path, e);
    }
  }

  private void change(Document document, Node node)
      throws SAXException, IOException, ParserConfigurationException {
    switch (verb) {
      case "delete" -> node.getParentNode().removeChild(node);
      case "set" -> ((Attr) node).setValue(value);
      case "rename" -> document.renameNode(node, null, value);
      case "before" -> {
        Element made =
            parser()
                .parse(new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        node.getParentNode().insertBefore(document.importNode(made, true), node);
      }
      default -> throw new IllegalStateException("no such change: " + verb);
    }
  }

  private static DocumentBuilder parser() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder();
  }
}
