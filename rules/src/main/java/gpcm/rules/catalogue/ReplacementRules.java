package gpcm.rules.catalogue;

import gpcm.message.CanonicalId;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Bundle;

/** Which document a new one takes the place of, and that its version counts as that says. */
final class ReplacementRules {
  private static final String FIRST = "1";
  private static final String COUNTED = "counted";
  private static final ElementPath TARGETS = ElementPath.of("relatesTo/target/value");
  private static final String FIX =
      "Count the versions from 1, and name in relatesTo the document that a later one replaces";

  private ReplacementRules() {}

  static void add(PartRules composition) {
    composition.must("SD-028", "relatesTo.code").is("replaces");
    composition
        .must("SD-029 CS-027 OC-011 GE-011", "relatesTo.target/value")
        .holds(
            "UUID",
            "in targetIdentifier, the UUID of the document that is replaced",
            "Put the id of the document that is replaced into relatesTo.targetIdentifier.value",
            node -> ElementValues.isUuid(ElementValues.text(node)));
    composition
        .must("SD-029", "relatesTo.target/value")
        .conditions("another document")
        .by(
            "the id of an earlier document, not of this one",
            "Put the id of the document that is replaced into relatesTo.targetIdentifier.value, and"
                + " give the new document an id of its own",
            ReplacementRules::anotherDocument);
    String first = "version 1 in a document that replaces none";
    composition
        .must("CS-007", "text")
        .conditions(COUNTED)
        .by(first, FIX, ReplacementRules::firstReplacesNone);
    composition
        .should("OC-007 GE-007", "text")
        .conditions(COUNTED)
        .by(first, FIX, ReplacementRules::firstReplacesNone);
    // After versions that became void the count goes on, and nothing is replaced (SD-025): from
    // inside the message nobody can tell, so it is no fault.
    composition
        .should("CS-027 OC-011 GE-011", "relatesTo")
        .conditions(COUNTED)
        .by(
            "in a version above 1 the document that it replaces, unless that became void",
            FIX,
            ReplacementRules::laterReplaces);
  }

  private static void anotherDocument(
      MessageContext context, Element composition, RuleCheck.Report report) {
    List<Element> targets = TARGETS.values(composition);
    if (targets.isEmpty() || context.documentBundle().isEmpty()) {
      return;
    }
    Bundle document = (Bundle) context.documentBundle().get().value();
    Set<String> own = new HashSet<>();
    own.add(CanonicalId.of(ElementValues.id(document)));
    if (document.hasIdentifier() && document.getIdentifier().hasValue()) {
      own.add(CanonicalId.of(document.getIdentifier().getValue()));
    }
    for (Element target : targets) {
      if (own.contains(CanonicalId.of(ElementValues.text(target)))) {
        report.broken(target.path(), "the id of this document itself");
      }
    }
  }

  private static void firstReplacesNone(
      MessageContext context, Element composition, RuleCheck.Report report) {
    if (!composition.children("relatesTo").isEmpty()
        && SummaryLine.version(composition).filter(FIRST::equals).isPresent()) {
      report.broken(composition.pathOf("text"), "version 1 of a document that replaces another");
    }
  }

  private static void laterReplaces(
      MessageContext context, Element composition, RuleCheck.Report report) {
    if (composition.children("relatesTo").isEmpty()) {
      SummaryLine.version(composition)
          .filter(version -> !version.equals(FIRST))
          .ifPresent(
              version ->
                  report.broken(
                      composition.pathOf("relatesTo"),
                      RuleLine.NOTHING + " in version " + version));
    }
  }
}
