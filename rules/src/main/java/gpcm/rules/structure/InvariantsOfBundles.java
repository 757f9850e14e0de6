package gpcm.rules.structure;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;

/**
 * What FHIR STU3 asks of the two bundles, which are a message and a document and never the result
 * of a search or a transaction.
 */
final class InvariantsOfBundles {
  private InvariantsOfBundles() {}

  static Stream<Invariant> all() {
    List<Invariant> all = new ArrayList<>();
    all.add(
        bundle("bdl-1", "no total: this is no search", bundle -> !bundle.hasTotal()).at("total"));
    all.add(
        new Invariant(
            "bdl-7",
            "Bundle.entry",
            Strength.MUST,
            "fullUrl",
            "each entry once",
            InvariantsOfBundles::isFirst));
    all.add(
        bundle(
                "bdl-9",
                "an identifier with a value in a document",
                bundle -> !document(bundle) || bundle.getIdentifier().hasValue())
            .at("identifier.value"));
    all.add(
        bundle(
                "bdl-9",
                "a system of the identifier of a document",
                bundle ->
                    !document(bundle)
                        || !bundle.getIdentifier().hasValue()
                        || bundle.getIdentifier().hasSystem())
            .at("identifier.system"));
    all.add(bundle("bundle-link", "no link: the profiles have none", b -> !b.hasLink()).at("link"));
    all.add(
        bundle("bundle-signature", "no signature: the profiles have none", b -> !b.hasSignature())
            .at("signature"));
    all.add(
        entry("entry-link", "no link: the profiles have none", entry -> !entry.hasLink())
            .at("link"));
    all.add(
        entry("bdl-2", "no search: this is no search", entry -> !entry.hasSearch()).at("search"));
    all.add(
        entry("bdl-3", "no request: this is no transaction", entry -> !entry.hasRequest())
            .at("request"));
    all.add(
        entry("bdl-4", "no response: this is no transaction", entry -> !entry.hasResponse())
            .at("response"));
    all.add(entry("bdl-5", "a resource", BundleEntryComponent::hasResource).at("resource"));
    all.add(
        entry(
                "bdl-8",
                "a fullUrl that names no version",
                entry -> !entry.hasFullUrl() || !entry.getFullUrl().contains("/_history/"))
            .at("fullUrl"));
    return all.stream();
  }

  private static boolean document(Bundle bundle) {
    return bundle.getType() == Bundle.BundleType.DOCUMENT;
  }

  private static Invariant bundle(String key, String words, Predicate<Bundle> holds) {
    return Invariant.of(key, "Bundle", Bundle.class, words, holds);
  }

  private static Invariant entry(String key, String words, Predicate<BundleEntryComponent> holds) {
    return Invariant.of(key, "Bundle.entry", BundleEntryComponent.class, words, holds);
  }

  /**
   * Whether no entry before it has its fullUrl. Resources of different types with one fullUrl are a
   * fault of the published examples; a tolerance and a rule of its own speak of them.
   */
  private static boolean isFirst(MessageContext context, Element element) {
    return !(element.resources().getFirst() instanceof Bundle bundle)
        || !context.repeated(bundle).contains((BundleEntryComponent) element.value());
  }
}
