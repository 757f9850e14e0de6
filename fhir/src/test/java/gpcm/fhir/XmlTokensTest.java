package gpcm.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;

/**
 * Our tokenizer and Woodstox, the parser everybody trusts, say the same about the same bytes: both
 * refuse them, or both see the same tags, attributes and texts. Where ours refuses more, the list
 * of reasons is here.
 */
class XmlTokensTest {
  private static final String[] CORPUS = {
    "<a/>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"c\" d='e'>text</a>",
    "<a xmlns=\"u:1\"><b xmlns=\"u:2\"><c/></b><d>t&amp;&lt;&gt;&quot;&apos;&#65;&#x1F600;</d></a>",
    "<x:a xmlns:x=\"u:1\" x:b=\"1\" b=\"2\"><x:c>\u00e9\u4e2d\ud83d\ude00</x:c></x:a>",
    "<!-- c - c --><a><!-- in --><?pi some?><b><![CDATA[<raw>&amp;]] ]>]]></b></a><!-- end -->\n",
    "<a b=\" x\ty\nz\r\nw&#10;&#13;&#9; \">line\r\nnext\rlast</a>",
    "<a><b c=\"1\"></b  ><b\n c = '2' /></a >",
    "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p class=\"a b\">Hello <b>you</b> &amp; me</p>"
        + " </div>"
  };
  private static final String SPICE =
      "<>&;\"'=/!?-[]:# \n\r\tabxX10.\u00e9]]>--<!CDATA[</?&#x0;&amp;xmlns";
  private static final int ROUNDS = 20_000;

  @Test
  void sameVerdictAndSameEventsAsWoodstox() throws IOException {
    XMLInputFactory woodstox = new WstxInputFactory();
    woodstox.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    woodstox.setProperty(XMLInputFactory.IS_COALESCING, true);
    woodstox.setProperty("com.ctc.wstx.lazyParsing", false);
    Random random = new Random(20261122);
    int accepted = 0;
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < ROUNDS && differences.size() < 5; i++) {
      byte[] document = i < CORPUS.length ? CORPUS[i].getBytes(UTF_8) : mutated(random);
      Optional<List<String>> ours = ours(document);
      Optional<List<String>> theirs = theirs(woodstox, document);
      if (ours.isPresent()) {
        accepted++;
      }
      if (!ours.equals(theirs) && !(ours.isEmpty() && refusedOnPurpose(document))) {
        differences.add(
            new String(document, UTF_8) + "\n  ours   " + ours + "\n  theirs " + theirs);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(accepted)
        .as("documents both accept, or the comparison says nothing")
        .isGreaterThan(ROUNDS / 20);
  }

  /**
   * Document types, names outside ASCII, and encodings other than UTF-8: XML has them, messages do
   * not.
   */
  private static boolean refusedOnPurpose(byte[] document) {
    String text = new String(document, UTF_8);
    return text.contains("<!D")
        || text.matches("(?s)<\\?xml\\s+version\\s*=\\s*.1\\.1.*")
        || text.chars().anyMatch(c -> c > 127)
        || text.matches("(?s)<\\?xml[^>]*encoding[^>]*(?<!UTF-8[\"'] ?)\\?>.*");
  }

  private static byte[] mutated(Random random) {
    StringBuilder text = new StringBuilder(CORPUS[random.nextInt(CORPUS.length)]);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(text.length());
      int from = random.nextInt(SPICE.length());
      String spice = SPICE.substring(from, Math.min(SPICE.length(), from + 1 + random.nextInt(3)));
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, spice);
        case 2 -> text.replace(at, at + 1, spice);
        default ->
            text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(8))));
      }
      if (text.isEmpty()) {
        text.append('<');
      }
    }
    return text.toString().getBytes(UTF_8);
  }

  private static Optional<List<String>> ours(byte[] document) throws IOException {
    XmlSource source = new XmlSource(new ByteArrayInputStream(document), ReadLimits.STANDARD);
    XmlTokens tokens =
        new XmlTokens(source, ReadLimits.STANDARD, (element, attribute) -> Optional.empty());
    tokens.keepText(true);
    Events events = new Events();
    try {
      tokens.begin();
      while (true) {
        switch (tokens.next()) {
          case START -> {
            List<String> attributes = new ArrayList<>();
            for (int i = 0; i < tokens.attributes(); i++) {
              attributes.add(tokens.attributeName(i) + "=" + tokens.attributeValue(i));
            }
            events.add("<" + tokens.namespace() + ":" + tokens.name() + attributes);
          }
          case END -> events.add(">" + tokens.namespace() + ":" + tokens.name());
          case TEXT -> events.text(tokens.text());
          case END_OF_DOCUMENT -> {
            return Optional.of(events.list);
          }
        }
      }
    } catch (UnreadableFhirException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> theirs(XMLInputFactory woodstox, byte[] document) {
    Events events = new Events();
    try {
      XMLStreamReader reader = woodstox.createXMLStreamReader(new ByteArrayInputStream(document));
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            List<String> attributes = new ArrayList<>();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
              String prefix = reader.getAttributePrefix(i);
              String name = reader.getAttributeLocalName(i);
              attributes.add(
                  (prefix == null || prefix.isEmpty() ? name : prefix + ":" + name)
                      + "="
                      + reader.getAttributeValue(i));
            }
            events.add("<" + namespace(reader) + ":" + reader.getLocalName() + attributes);
          }
          case XMLStreamConstants.END_ELEMENT ->
              events.add(">" + namespace(reader) + ":" + reader.getLocalName());
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
              events.text(reader.getText());
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
            return Optional.empty();
          }
          default -> {}
        }
      }
      return Optional.of(events.list);
    } catch (XMLStreamException e) {
      return Optional.empty();
    }
  }

  private static String namespace(XMLStreamReader reader) {
    return reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
  }

  /** Events with adjoining texts joined, and texts outside the root left out. */
  private static final class Events {
    private final List<String> list = new ArrayList<>();
    private int depth;
    private boolean inText;

    void add(String event) {
      depth += event.startsWith("<") ? 1 : -1;
      list.add(event);
      inText = false;
    }

    void text(String text) {
      if (depth == 0 || text.isEmpty()) {
        return;
      }
      if (inText) {
        list.add(list.removeLast() + text);
      } else {
        list.add("t" + text);
        inText = true;
      }
    }
  }
}
