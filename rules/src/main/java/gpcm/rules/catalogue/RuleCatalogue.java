package gpcm.rules.catalogue;

import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.RuleBook;
import gpcm.rules.Rules;
import gpcm.rules.structure.Structure;
import java.util.ArrayList;
import java.util.List;

/** The numbered requirements of GP Connect Messaging 1.4.0 (Send Document) as rules. */
public final class RuleCatalogue {
  private RuleCatalogue() {}

  /**
   * All rules, ready to check messages.
   *
   * @param tolerances which deviations of senders are tolerated on receipt; a tolerated fault is
   *     still reported, marked as such. {@link Tolerances#NONE} is the strict reading that
   *     everything we send passes
   */
  public static Rules rules(Tolerances tolerances) {
    return Rules.of(documents(), responses(), Structure.check(), tolerances);
  }

  /** Every rule for a message that carries a document, in the order of the specification. */
  public static RuleBook documents() {
    List<Rule> rules = new ArrayList<>();
    PartRules message = PartRules.of(rules, MessagePart.MESSAGE, ResponseCode.HEADER_INVALID);
    PartRules header = PartRules.of(rules, MessagePart.HEADER, ResponseCode.HEADER_INVALID);
    PartRules document = PartRules.of(rules, MessagePart.DOCUMENT, ResponseCode.PAYLOAD_INVALID);
    BundleRules.add(message);
    IdentityRules.add(message, header, document);
    HeaderRules.add(message, header);
    HandlingRules.add(header);
    DocumentRules.add(
        document, PartRules.of(rules, MessagePart.ANY_RESOURCE, ResponseCode.PAYLOAD_INVALID));
    CompositionRules.add(PartRules.each(rules, "Composition"), document);
    PeopleRules.add(rules);
    EncounterRules.add(rules, document);
    QuestionnaireRules.add(rules);
    ReferralRules.add(rules);
    AllergyRules.add(rules);
    TaskRules.add(rules);
    MedicationRules.add(rules, document);
    ImmunizationRules.add(rules);
    ProblemRules.add(rules);
    InvestigationRules.add(rules);
    MeshRules.add(
        PartRules.of(rules, MessagePart.MESH, ResponseCode.HEADER_INVALID),
        PartRules.of(rules, MessagePart.MESH, ResponseCode.PAYLOAD_INVALID));
    return RuleBook.of(rules);
  }

  /** The rules for a response. */
  public static RuleBook responses() {
    List<Rule> rules = new ArrayList<>();
    ResponseRules.add(
        PartRules.of(rules, MessagePart.MESSAGE, ResponseCode.HEADER_INVALID),
        PartRules.of(rules, MessagePart.HEADER, ResponseCode.HEADER_INVALID));
    MeshRules.addResponse(PartRules.of(rules, MessagePart.MESH, ResponseCode.HEADER_INVALID));
    return RuleBook.of(rules);
  }
}
