package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.stream.Stream;

/** ReferralRequest, DocumentReference and Location. */
final class ReferralRules {
  static final String[] PEOPLE = {
    "Practitioner", "Organization", "Patient", "RelatedPerson", "Device"
  };

  private static final ElementPath URLS = ElementPath.of("content/attachment/url");

  private ReferralRules() {}

  static void add(List<Rule> rules) {
    referralRequest(PartRules.each(rules, "ReferralRequest"));
    documentReference(PartRules.each(rules, "DocumentReference"));
    location(PartRules.each(rules, "Location"));
  }

  private static void referralRequest(PartRules referral) {
    referral.must("OC-071 GE-071", "status").is("unknown");
    referral.must("OC-072 GE-072", "intent").is("order");
    referral
        .must("OC-073 GE-073", "priority")
        .holdsIfPresent(
            RuleLine.VALUE,
            "a priority that the e-Referral Service knows (routine, urgent, asap), or none and the"
                + " priority in a note",
            "Map the priority, or leave it out and write it into ReferralRequest.note",
            priority ->
                List.of("routine", "urgent", "asap").contains(ElementValues.text(priority)));
    referral
        .should("OC-073 GE-073", "priority")
        .when("there is no note to hold it", r -> r.children("note").isEmpty())
        .present();
    referral.must("OC-074 GE-074", "subject").patient();
    referral.should("OC-075 GE-075", "context").references("Encounter");
    referral.should("OC-076 GE-076", "requester").present();
    referral.must("OC-077 GE-077", "requester.agent").profiled(PEOPLE);
    referral
        .should("OC-078 GE-078", "recipient")
        .referencesIfPresent("Practitioner", "Organization", "HealthcareService");
    referral.should("OC-079 GE-079", "reasonCode").coded();
    referral.should("OC-080 GE-080", "description").present();
    referral.should("OC-081 GE-081", "supportingInfo").resolvesIfPresent();
  }

  private static void documentReference(PartRules reference) {
    reference.must("OC-082 GE-082", "status").is("current", "superseded", "entered-in-error");
    reference.must("OC-083 GE-083", "type").codedOrText();
    reference
        .should("OC-083 GE-083", "type")
        .holdsIfPresent(
            RuleLine.SYSTEM,
            "a code of SNOMED CT, or a text for what is classified otherwise",
            "Code the type in SNOMED CT, or send another classification as text",
            type ->
                type.codings().stream().allMatch(c -> NamingSystems.SNOMED.equals(c.getSystem())));
    reference.must("OC-084 GE-084", "subject").patient();
    reference.should("OC-085 GE-085", "author").profiled(PEOPLE);
    reference.must("OC-086 GE-086", "content/attachment").present();
    // Where the document itself is not at hand, its title says which it is.
    reference
        .must("OC-086 GE-086", "content/attachment")
        .holdsIfPresent(
            "details",
            "the document, where it is, or its title",
            "Give content.attachment a url, data or a title",
            attachment ->
                Stream.of("url", "data", "title")
                    .anyMatch(detail -> !attachment.children(detail).isEmpty()));
    reference
        .should("OC-086 GE-086", "content/attachment/url")
        .conditions(RuleLine.REFERENCE)
        .by(
            "where it is a UUID, the fullUrl of an entry of the document",
            "Point content.attachment.url at the Binary, or say where else the document is",
            ReferralRules::leadsToTheDocument);
    reference.should("OC-087 GE-087", "context").present();
  }

  private static void leadsToTheDocument(
      MessageContext context, Element reference, RuleCheck.Report report) {
    for (Element url : URLS.values(reference)) {
      String address = ElementValues.whole(url);
      if (address.startsWith("urn:uuid:") && context.named(address).isEmpty()) {
        report.broken(url.path(), "a UUID of nothing in the document");
      }
    }
  }

  private static void location(PartRules location) {
    location
        .must("OC-168 GE-141", "identifier")
        .conditions(RuleLine.PRESENT, "ODS code")
        .by(
            "an identifier of system " + NamingSystems.ODS_SITE + " with the ODS code of the site",
            "Give the Location its ODS site code",
            PeopleRules.identifier(NamingSystems.ODS_SITE, "ODS code", ElementValues::isOds));
    location.must("OC-169 GE-142", "status").is("active");
    location.must("OC-170 GE-143", "name").present();
    location.should("OC-171 GE-144", "type").codedOrText();
    location
        .must("OC-172 GE-145", "telecom")
        .conditions(RuleLine.PRESENT, RuleLine.SYSTEM, RuleLine.VALUE)
        .by(
            "a telephone number: telecom with system phone and a value of at least three digits",
            "Add the telephone number",
            PeopleRules.phone());
    location.should("OC-173 GE-146", "address").present();
  }
}
