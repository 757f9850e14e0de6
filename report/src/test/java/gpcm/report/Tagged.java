package gpcm.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDMarkedContent;
import org.apache.pdfbox.text.PDFMarkedContentExtractor;
import org.apache.pdfbox.text.TextPosition;

/**
 * A PDF as a screen reader goes through it: the structure tree in its order, each element with its
 * own text.
 */
record Tagged(List<Element> elements) {
  /**
   * @param path the types from the root, such as {@code Document/H1}
   * @param text what is read out for it
   * @param scope the scope of a table heading
   */
  record Element(String path, String text, Optional<String> scope) {
    String type() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  static Tagged of(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      Map<COSDictionary, Map<Integer, String>> texts = new HashMap<>();
      for (PDPage page : document.getPages()) {
        PDFMarkedContentExtractor extractor = new PDFMarkedContentExtractor();
        extractor.processPage(page);
        Map<Integer, String> marked = new HashMap<>();
        extractor.getMarkedContents().forEach(content -> collect(content, marked));
        texts.put(page.getCOSObject(), marked);
      }
      List<Element> elements = new ArrayList<>();
      walk(document.getDocumentCatalog().getStructureTreeRoot(), "", texts, elements);
      return new Tagged(elements);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** All that is read out, on one line. */
  String text() {
    return elements.stream()
        .map(Element::text)
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining(" "))
        .replaceAll("[\\s\u00A0]+", " ");
  }

  List<String> textsOf(String type) {
    return elements.stream()
        .filter(element -> element.type().equals(type))
        .map(Element::text)
        .toList();
  }

  private static void collect(PDMarkedContent content, Map<Integer, String> marked) {
    StringBuilder text = new StringBuilder();
    for (Object part : content.getContents()) {
      if (part instanceof TextPosition position) {
        text.append(position.getUnicode());
      } else if (part instanceof PDMarkedContent inner) {
        collect(inner, marked);
      }
    }
    if (content.getMCID() >= 0) {
      marked.merge(content.getMCID(), text.toString(), String::concat);
    }
  }

  private static String walk(
      PDStructureNode node,
      String path,
      Map<COSDictionary, Map<Integer, String>> texts,
      List<Element> elements) {
    StringBuilder inner = new StringBuilder();
    for (Object kid : node.getKids()) {
      switch (kid) {
        case PDStructureElement element -> {
          String place =
              path.isEmpty()
                  ? element.getStandardStructureType()
                  : path + "/" + element.getStandardStructureType();
          int index = elements.size();
          String below = walk(element, place, texts, elements);
          // An element stands before those inside it, and carries only the text that none of those
          // has.
          elements.add(index, new Element(place, own(element, texts), scope(element)));
          inner.append(below);
        }
        default -> {}
      }
    }
    return inner.toString();
  }

  private static String own(
      PDStructureElement element, Map<COSDictionary, Map<Integer, String>> texts) {
    StringBuilder text = new StringBuilder();
    for (Object kid : element.getKids()) {
      switch (kid) {
        case Integer mcid ->
            text.append(texts.get(element.getPage().getCOSObject()).getOrDefault(mcid, ""));
        case PDMarkedContentReference reference -> {
          PDPage page = reference.getPage() == null ? element.getPage() : reference.getPage();
          text.append(texts.get(page.getCOSObject()).getOrDefault(reference.getMCID(), ""));
        }
        default -> {}
      }
    }
    if (element.getAlternateDescription() != null) {
      text.append(element.getAlternateDescription());
    }
    return text.toString();
  }

  private static Optional<String> scope(PDStructureElement element) {
    for (int i = 0; i < element.getAttributes().size(); i++) {
      String scope = element.getAttributes().getObject(i).getCOSObject().getNameAsString("Scope");
      if (scope != null) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
