package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Organization;

/** The outer bundle, and what of the MessageHeader is not a handling key. */
final class HeaderRules {
  private static final Pattern MAILBOX = Pattern.compile("[A-Z0-9]{4,20}");

  private HeaderRules() {}

  static void add(PartRules message, PartRules header) {
    bundle(message);

    header
        .must("SD-001", "focus")
        .by(
            "a reference to the document bundle inside the message, of profile "
                + Profiles.DOCUMENT_BUNDLE,
            "Point MessageHeader.focus at the fullUrl of the ITK-Document-Bundle entry",
            HeaderRules::focus);
    header
        .must("CS-049 OC-148 GE-275", "sender")
        .by(
            "a reference to the Organization of the header, of profile "
                + Profiles.HEADER_ORGANISATION
                + ", which carries the sender's ODS code",
            "Point MessageHeader.sender at the header Organization and give that an identifier of"
                + " system "
                + NamingSystems.ODS_ORGANISATION,
            HeaderRules::sender);
    header
        .must("CS-050 OC-149 GE-276", "source/endpoint")
        .holds(
            "the MESH mailbox id of the sender: 4 to 20 capital letters and digits",
            "Put the mailbox id the answers go to into MessageHeader.source.endpoint",
            node -> MAILBOX.matcher(ElementValues.text(node)).matches());
    header
        .must("CS-051 OC-150 GE-277", "event")
        .coded(NamingSystems.MESSAGE_EVENT, "ITK007C", "ITK GP Connect Send Document");
    header.must("CS-052 OC-151 GE-278", "timestamp").instant();
    header.must("CS-053 OC-152 GE-279", "destination").absent();
    header.must("CS-053 OC-152 GE-279", "receiver").absent();
  }

  /** The profile of the message bundle (ITK3, section 1 and 2 of its structure). */
  private static void bundle(PartRules message) {
    message.must("C-02", "identifier/value").present();
    message
        .must("C-02", "entry/resource")
        .by(
            "exactly one MessageHeader, in the first entry",
            "Put one MessageHeader into the first entry of the message",
            (context, bundle, report) -> {
              List<Element> headers =
                  context.outer().stream().filter(n -> n.type().equals("MessageHeader")).toList();
              boolean first =
                  ((Bundle) bundle.value()).getEntryFirstRep().getResource()
                      instanceof org.hl7.fhir.dstu3.model.MessageHeader;
              if (headers.size() != 1 || !first) {
                report.broken(
                    bundle.pathOf("entry[0]"),
                    headers.size()
                        + " MessageHeader entries"
                        + (first ? "" : ", another resource first"));
              }
            });
    message
        .must("C-02", "entry/fullUrl")
        .by(
            "on every entry, urn:uuid: followed by the id of its resource",
            "Give each entry a fullUrl made of urn:uuid: and the resource's id",
            HeaderRules::fullUrls);
    message
        .must("SD-017", "meta")
        .by(
            "a profile in the meta element of the message bundle and of each resource beside it",
            "Give each resource meta.profile",
            (context, bundle, report) -> {
              requireProfile(bundle, report);
              beside(context).forEach(resource -> requireProfile(resource, report));
            });
    message
        .must("SD-018", "id")
        .by(
            "an id on the message bundle and on each resource beside it",
            "Give each resource an id of its own, a UUID",
            (context, bundle, report) -> {
              requireId(bundle, report);
              beside(context).forEach(resource -> requireId(resource, report));
            });
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

  private static void fullUrls(MessageContext context, Element bundle, RuleCheck.Report report) {
    List<Bundle.BundleEntryComponent> entries = ((Bundle) bundle.value()).getEntry();
    for (int i = 0; i < entries.size(); i++) {
      Bundle.BundleEntryComponent entry = entries.get(i);
      String path = bundle.pathOf("entry[" + i + "]");
      if (entry.getResource() == null) {
        report.broken(path + ".resource", RuleLine.NOTHING);
        continue;
      }
      String id = ElementValues.id(entry.getResource());
      if (!id.isEmpty() && !("urn:uuid:" + id).equals(entry.getFullUrl())) {
        report.broken(
            path + ".fullUrl", entry.hasFullUrl() ? entry.getFullUrl() : RuleLine.NOTHING);
      }
    }
  }

  private static void focus(MessageContext context, Element header, RuleCheck.Report report) {
    List<Element> focus = header.children("focus");
    if (focus.size() != 1) {
      report.broken(
          header.pathOf("focus"),
          focus.isEmpty() ? RuleLine.NOTHING : focus.size() + " references");
      return;
    }
    Optional<Element> target =
        context.headerTarget(focus.getFirst()).stream()
            .filter(n -> n.value() instanceof Bundle)
            .findFirst();
    if (target.isEmpty()) {
      report.broken(focus.getFirst().path(), "no reference to a Bundle of the message");
      return;
    }
    List<String> profiles = Profiles.claimed(target.get());
    if (!profiles.isEmpty() && !profiles.contains(Profiles.DOCUMENT_BUNDLE)) {
      report.broken(
          focus.getFirst().path(), "a Bundle with profile " + String.join(", ", profiles));
    }
  }

  static void sender(MessageContext context, Element header, RuleCheck.Report report) {
    List<Element> sender = header.children("sender");
    if (sender.isEmpty()) {
      report.broken(header.pathOf("sender"), RuleLine.NOTHING);
      return;
    }
    Element reference = sender.getFirst();
    Optional<Element> target =
        context.headerTarget(reference).stream()
            .filter(n -> n.value() instanceof Organization)
            .findFirst();
    if (target.isEmpty()) {
      report.broken(reference.path(), "no reference to an Organization of the message");
      return;
    }
    List<String> profiles = Profiles.claimed(target.get());
    if (!profiles.isEmpty() && !profiles.contains(Profiles.HEADER_ORGANISATION)) {
      report.broken(
          reference.path(), "an Organization with profile " + String.join(", ", profiles));
    } else if (MessageContext.identifiers(target.get(), NamingSystems.ODS_ORGANISATION).stream()
        .noneMatch(ElementValues::isOds)) {
      report.broken(
          target.get().pathOf("identifier"), "no ODS code of 3 to 12 capital letters and digits");
    }
  }
}
