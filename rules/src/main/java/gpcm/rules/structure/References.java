package gpcm.rules.structure;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.DomainResource;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.UriType;

/** Where every reference leads: to one resource beside it, of a type that may stand there. */
final class References {
  private static final Set<String> NO_ADDRESSES =
      Set.of(
          "Bundle.entry.fullUrl",
          "Coding.system",
          "Identifier.system",
          "Quantity.system",
          "Extension.url",
          "Meta.profile",
          "Resource.implicitRules");

  private final MessageContext context;
  private final Faults faults;
  private final Map<Base, List<Element>> referrers;
  private final Links links;
  private final Element entry;
  private final Element container;
  private final boolean document;

  /**
   * @param referrers the references that lead to each resource, filled on the way
   * @param links what they connect, filled on the way
   * @param entry the resource of the bundle that the references stand in
   * @param container the resource that they stand in, which contains others
   * @param document whether it is part of the document
   */
  References(
      MessageContext context,
      Faults faults,
      Map<Base, List<Element>> referrers,
      Links links,
      Element entry,
      Element container,
      boolean document) {
    this.referrers = referrers;
    this.context = context;
    this.faults = faults;
    this.links = links;
    this.entry = entry;
    this.container = container;
    this.document = document;
  }

  void check(Element reference, Layer fhir, List<Layer> asked) {
    String text = ((Reference) reference.value()).getReference();
    if (text == null) {
      return;
    }
    List<String> types = new ArrayList<>(1);
    if (text.startsWith("#")) {
      if (text.length() == 1) {
        return; // the container itself
      }
      if (container.value() instanceof DomainResource resource) {
        types.addAll(context.contained(resource, text.substring(1)));
      }
    } else {
      List<Element> targets =
          document ? context.target(reference) : context.headerTarget(reference);
      for (Element target : targets) {
        types.add(target.type());
        referrers.computeIfAbsent(target.value(), value -> new ArrayList<>(2)).add(reference);
        links.join(entry.value(), target.value());
      }
      if (types.isEmpty() && !document && !text.startsWith("urn:")) {
        return; // a definition that is published elsewhere
      }
    }
    if (types.isEmpty()) {
      faults.must(
          fhir,
          reference.path(),
          "a reference to nothing here",
          "a reference to a resource of the " + (document ? "document" : "message"),
          "Add what it leads to, or point it at the fullUrl of an entry beside it");
      return;
    }
    leadsTo(fhir, reference, types);
    for (Layer layer : asked) {
      leadsTo(layer, reference, types);
    }
  }

  /** An address, as of an attachment, that may be the fullUrl of an entry. */
  void address(UriType address, String path) {
    String text = address.getValue();
    if (document && text != null && text.startsWith("urn:") && !NO_ADDRESSES.contains(path)) {
      for (Element target : context.named(text)) {
        links.join(entry.value(), target.value());
      }
    }
  }

  private void leadsTo(Layer layer, Element reference, List<String> types) {
    Set<String> allowed = layer.facts().types().targets();
    List<String> fitting = fitting(types, allowed);
    // Where resources of several types share a fullUrl, the type that fits the place decides.
    // In the document two of one type are told at the second fullUrl.
    boolean several =
        !document
            && layer.source().equals(Layer.FHIR)
            && new HashSet<>(fitting).size() < fitting.size();
    if (!fitting.isEmpty() && !several) {
      return;
    }
    String words = allowed.isEmpty() ? "any type" : String.join(" or ", new TreeSet<>(allowed));
    faults.must(
        layer,
        reference.path(),
        fitting.isEmpty() ? "a reference to a " + String.join(", ", types) : "several resources",
        "a reference to one resource of type " + words,
        "Point it at the fullUrl of such an entry, and give each entry a fullUrl of its own");
  }

  private static List<String> fitting(List<String> types, Set<String> allowed) {
    if (allowed.isEmpty()) {
      return types;
    }
    List<String> fitting = new ArrayList<>(types.size());
    for (String type : types) {
      if (allowed.contains(type)) {
        fitting.add(type);
      }
    }
    return fitting;
  }
}
