package gpcm.rules.catalogue;

import gpcm.message.CanonicalId;
import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.MessageHeader;

/** The message bundle: its identity and what it is made of (ITK3, section 1). */
final class BundleRules {
  private static final String ON_BUNDLE = "on the message bundle";
  private static final String BESIDE = "on each resource beside it";
  private static final String ONE_HEADER = "one MessageHeader";
  private static final String HEADER_FIRST = "MessageHeader first";

  private BundleRules() {}

  static void add(PartRules message) {
    entries(
        message,
        "one document",
        1,
        "exactly one MessageHeader, in the first entry, and exactly one document bundle",
        "Put one MessageHeader into the first entry of the message, and send each document in a"
            + " message of its own");
    any(message);
  }

  /** The message bundle of a response, which carries no document (ITK3, section 8). */
  static void answer(PartRules message) {
    entries(
        message,
        "no document",
        0,
        "exactly one MessageHeader, in the first entry, and no document bundle",
        "Put one MessageHeader into the first entry of the response, and leave the document that it"
            + " answers out");
    any(message);
  }

  private static void entries(
      PartRules message, String condition, int most, String expected, String fix) {
    message
        .must("C-02", "entry/resource")
        .conditions(ONE_HEADER, HEADER_FIRST, condition)
        .by(
            expected,
            fix,
            (context, bundle, report) -> {
              headers(context, bundle, report);
              long documents = documents(context);
              if (documents > most) {
                report
                    .of(condition)
                    .broken(bundle.pathOf("entry"), documents + " document bundles");
              }
            });
  }

  private static void any(PartRules message) {
    message.must("C-02", "identifier/value").present();
    nothingOfOtherBundles(message);
    message
        .must("C-02", "entry/fullUrl")
        .conditions("resource", "fullUrl", "once")
        .by(
            "on every entry, urn:uuid: followed by the id of its resource, once in the message",
            "Give each entry a fullUrl of its own made of urn:uuid: and the resource's id",
            BundleRules::fullUrls);
    smallLetters(message);
    message
        .must("SD-017", "meta")
        .conditions(ON_BUNDLE, BESIDE)
        .by(
            "a profile in the meta element of the message bundle and of each resource beside it",
            "Give each resource meta.profile",
            (context, bundle, report) -> {
              requireProfile(bundle, report.of(ON_BUNDLE));
              beside(context).forEach(resource -> requireProfile(resource, report.of(BESIDE)));
            });
    message
        .must("SD-018", "id")
        .conditions(ON_BUNDLE, BESIDE)
        .by(
            "an id on the message bundle and on each resource beside it",
            "Give each resource an id of its own, a UUID",
            (context, bundle, report) -> {
              requireId(bundle, report.of(ON_BUNDLE));
              beside(context).forEach(resource -> requireId(resource, report.of(BESIDE)));
            });
  }

  /** What only searches, transactions and histories have; both profiles leave it out. */
  static void nothingOfOtherBundles(PartRules bundle) {
    for (String part :
        List.of(
            "total",
            "link",
            "signature",
            "entry/link",
            "entry/search",
            "entry/request",
            "entry/response")) {
      bundle.must("C-02", part).absent();
    }
  }

  private static long documents(MessageContext context) {
    return context.outer().stream().filter(resource -> resource.value() instanceof Bundle).count();
  }

  private static void headers(MessageContext context, Element bundle, RuleCheck.Report report) {
    long headers =
        context.outer().stream()
            .filter(resource -> resource.value() instanceof MessageHeader)
            .count();
    boolean first =
        ((Bundle) bundle.value()).getEntryFirstRep().getResource() instanceof MessageHeader;
    if (headers != 1) {
      report.of(ONE_HEADER).broken(bundle.pathOf("entry[0]"), headers + " MessageHeader entries");
    } else if (!first) {
      report
          .of(HEADER_FIRST)
          .broken(bundle.pathOf("entry[0]"), "another resource before the MessageHeader");
    }
  }

  private static void fullUrls(MessageContext context, Element bundle, RuleCheck.Report report) {
    List<Bundle.BundleEntryComponent> entries = ((Bundle) bundle.value()).getEntry();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      Bundle.BundleEntryComponent entry = entries.get(i);
      String url = entry.getFullUrl();
      if (entry.getResource() == null) {
        report.of("resource").broken(bundle.pathOf("entry[" + i + "].resource"), RuleLine.NOTHING);
      } else if (!named(entry)) {
        report
            .of("fullUrl")
            .broken(
                bundle.pathOf("entry[" + i + "].fullUrl"), url == null ? RuleLine.NOTHING : url);
      } else if (url != null && !seen.add(CanonicalId.url(url))) {
        report
            .of("once")
            .broken(bundle.pathOf("entry[" + i + "].fullUrl"), "the fullUrl of another entry");
      }
    }
  }

  /**
   * FHIR writes UUIDs in small letters. Another case names the same entry all the same, for UUIDs
   * are compared without it (RFC 9562).
   */
  static void smallLetters(PartRules bundle) {
    bundle
        .should("C-02", "entry/fullUrl")
        .conditions("small letters")
        .by(
            "UUIDs in small letters",
            "Write the UUID in small letters wherever it stands",
            (context, element, report) -> {
              List<Bundle.BundleEntryComponent> entries = ((Bundle) element.value()).getEntry();
              for (int i = 0; i < entries.size(); i++) {
                String url = entries.get(i).getFullUrl();
                if (url != null && !CanonicalId.url(url).equals(url)) {
                  report.broken(element.pathOf("entry[" + i + "].fullUrl"), url);
                }
              }
            });
  }

  /** Named by the id of its resource; one that has no id is left to the rule about ids. */
  static boolean named(Bundle.BundleEntryComponent entry) {
    String id = ElementValues.id(entry.getResource());
    String url = entry.getFullUrl();
    return id.isEmpty()
        || (url != null && CanonicalId.url("urn:uuid:" + id).equals(CanonicalId.url(url)));
  }

  /** The resources beside the document, which has rules of its own. */
  private static List<Element> beside(MessageContext context) {
    return context.outer().stream()
        .filter(resource -> !(resource.value() instanceof Bundle))
        .toList();
  }

  static void requireProfile(Element resource, RuleCheck.Report report) {
    if (Profiles.claimed(resource).isEmpty()) {
      report.broken(resource.pathOf("meta.profile"), RuleLine.NOTHING);
    }
  }

  static void requireId(Element resource, RuleCheck.Report report) {
    if (resource.children("id").isEmpty()) {
      report.broken(resource.pathOf("id"), RuleLine.NOTHING);
    }
  }
}
