package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Organization;

/** What of the MessageHeader is not a handling key, and the Organization beside it. */
final class HeaderRules {
  private static final Pattern MAILBOX = Pattern.compile("[A-Z0-9]{4,20}");

  private HeaderRules() {}

  static void add(PartRules message, PartRules header) {
    header
        .must("SD-001", "focus")
        .conditions(RuleLine.PRESENT, RuleLine.ONE, RuleLine.REFERENCE, RuleLine.PROFILE)
        .by(
            "a reference to the document bundle inside the message, of profile "
                + Profiles.DOCUMENT_BUNDLE,
            "Point MessageHeader.focus at the fullUrl of the ITK-Document-Bundle entry",
            HeaderRules::focus);
    header
        .must("CS-049 OC-148 GE-275", "sender")
        .conditions(RuleLine.PRESENT, RuleLine.REFERENCE, RuleLine.PROFILE, "ODS code")
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
            "mailbox id",
            "the MESH mailbox id of the sender: 4 to 20 capital letters and digits",
            "Put the mailbox id the answers go to into MessageHeader.source.endpoint",
            node -> MAILBOX.matcher(ElementValues.text(node)).matches());
    header
        .must("CS-051 OC-150 GE-277", "event")
        .coded(NamingSystems.MESSAGE_EVENT, "ITK007C", "ITK GP Connect Send Document");
    header
        .should("CS-051 OC-150 GE-277", "event")
        .displays(NamingSystems.MESSAGE_EVENT, Map.of("ITK007C", "ITK GP Connect Send Document"));
    header.must("CS-052 OC-151 GE-278", "timestamp").instant();
    header
        .should("CS-052 OC-151 GE-278", "timestamp")
        .conditions(Creation.AGREES)
        .by(
            "the time the message was made: within a day of its document's",
            "Set MessageHeader.timestamp when the message is made",
            Creation::header);
    FarDates.header(header);
    header.must("CS-053 OC-152 GE-279", "destination").absent();
    header.must("CS-053 OC-152 GE-279", "receiver").absent();
    shape(message, header);
  }

  /** What the profiles of the header and of its Organization ask for (ITK3, sections 2 and 4). */
  static void shape(PartRules message, PartRules header) {
    header.must("C-02", "event.display").present();
    for (String child : List.of("enterer", "author", "responsible", "reason")) {
      header.must("C-02", child).absent();
    }
    for (String child : List.of("name", "software", "version", "contact")) {
      header.must("C-02", "source/" + child).absent();
    }
    message
        .must("C-02", "meta/profile")
        .conditions("of the message bundle", "of the header")
        .by(
            Profiles.MESSAGE_BUNDLE
                + " on the message bundle, "
                + Profiles.MESSAGE_HEADER
                + " on its header",
            "Claim the profiles of ITK3 in meta.profile",
            (context, bundle, report) -> {
              claims(bundle, Profiles.MESSAGE_BUNDLE, report.of("of the message bundle"));
              context
                  .header()
                  .ifPresent(h -> claims(h, Profiles.MESSAGE_HEADER, report.of("of the header")));
            });
    String[] nothingElse = {
      "active", "type", "name", "alias", "telecom", "address", "partOf", "contact", "endpoint"
    };
    message
        .must("C-02", "entry/resource(Organization)")
        .conditions(nothingElse)
        .by(
            "an Organization of the header with its identifiers and nothing else",
            "Leave everything but the identifiers out of the header's Organization; the document's"
                + " own Organization holds the rest",
            (context, bundle, report) -> {
              for (Element organization : context.outer()) {
                if (organization.value() instanceof Organization) {
                  for (String child : nothingElse) {
                    for (Element there : organization.children(child)) {
                      report.of(child).broken(there.path(), ElementValues.text(there));
                    }
                  }
                }
              }
            });
  }

  private static void claims(Element resource, String profile, RuleCheck.Report report) {
    List<String> claimed = Profiles.claimed(resource);
    if (!claimed.isEmpty() && !claimed.contains(profile)) {
      report.broken(resource.pathOf("meta.profile"), String.join(", ", claimed));
    }
  }

  private static void focus(MessageContext context, Element header, RuleCheck.Report report) {
    List<Element> focus = header.children("focus");
    if (focus.size() != 1) {
      report
          .of(focus.isEmpty() ? RuleLine.PRESENT : RuleLine.ONE)
          .broken(
              header.pathOf("focus"),
              focus.isEmpty() ? RuleLine.NOTHING : focus.size() + " references");
      return;
    }
    Optional<Element> target =
        context.headerTarget(focus.getFirst()).stream()
            .filter(n -> n.value() instanceof Bundle)
            .findFirst();
    if (target.isEmpty()) {
      report
          .of(RuleLine.REFERENCE)
          .broken(focus.getFirst().path(), "no reference to a Bundle of the message");
      return;
    }
    List<String> profiles = Profiles.claimed(target.get());
    if (!profiles.isEmpty() && !profiles.contains(Profiles.DOCUMENT_BUNDLE)) {
      report
          .of(RuleLine.PROFILE)
          .broken(focus.getFirst().path(), "a Bundle with profile " + String.join(", ", profiles));
    }
  }

  static void sender(MessageContext context, Element header, RuleCheck.Report report) {
    List<Element> sender = header.children("sender");
    if (sender.isEmpty()) {
      report.of(RuleLine.PRESENT).broken(header.pathOf("sender"), RuleLine.NOTHING);
      return;
    }
    Element reference = sender.getFirst();
    Optional<Element> target =
        context.headerTarget(reference).stream()
            .filter(n -> n.value() instanceof Organization)
            .findFirst();
    if (target.isEmpty()) {
      report
          .of(RuleLine.REFERENCE)
          .broken(reference.path(), "no reference to an Organization of the message");
      return;
    }
    List<String> profiles = Profiles.claimed(target.get());
    if (!profiles.isEmpty() && !profiles.contains(Profiles.HEADER_ORGANISATION)) {
      report
          .of(RuleLine.PROFILE)
          .broken(reference.path(), "an Organization with profile " + String.join(", ", profiles));
    } else if (MessageContext.identifiers(target.get(), NamingSystems.ODS_ORGANISATION).stream()
        .noneMatch(ElementValues::isOds)) {
      report
          .of("ODS code")
          .broken(
              target.get().pathOf("identifier"),
              "no ODS code of 3 to 12 capital letters and digits");
    }
  }
}
