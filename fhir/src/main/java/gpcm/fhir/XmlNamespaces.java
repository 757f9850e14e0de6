package gpcm.fhir;

import java.util.ArrayList;
import java.util.List;

/** The namespace declarations in force at one place of a document. One thread. */
final class XmlNamespaces {
  static final String FHIR = "http://hl7.org/fhir";
  static final String XHTML = "http://www.w3.org/1999/xhtml";
  static final String XML_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String XML = "http://www.w3.org/XML/1998/namespace";

  private record Declaration(int depth, String prefix, String uri) {}

  private final List<Declaration> declarations = new ArrayList<>();

  void declare(int depth, XmlNames.Name name, String uri, XmlSource source) {
    String prefix = name.prefix().isEmpty() ? "" : name.local();
    if (prefix.equals("xml") || prefix.equals("xmlns") || (uri.isEmpty() && !prefix.isEmpty())) {
      throw source.fault("the prefix " + prefix + " cannot be declared so");
    }
    declarations.add(new Declaration(depth, prefix, uri));
  }

  String of(String prefix, XmlSource source) {
    for (int i = declarations.size() - 1; i >= 0; i--) {
      if (declarations.get(i).prefix.equals(prefix)) {
        return declarations.get(i).uri;
      }
    }
    if (prefix.isEmpty()) {
      return "";
    }
    if (prefix.equals("xml")) {
      return XML;
    }
    throw source.fault("the prefix " + prefix + " is not declared");
  }

  /** Forgets the declarations of elements deeper than this. */
  void leave(int depth) {
    while (!declarations.isEmpty() && declarations.getLast().depth > depth) {
      declarations.removeLast();
    }
  }
}
