package gpcm.rules.structure;

import gpcm.message.ResponseCode;
import gpcm.rules.CrashedRule;
import gpcm.rules.Element;
import gpcm.rules.Finding;
import gpcm.rules.MessageCheck;
import gpcm.rules.MessageContext;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.DomainResource;
import org.hl7.fhir.dstu3.model.Resource;

/** One walk over one message. */
final class Walk {
  private static final String FHIR = "FHIR";

  private final MessageContext context;
  private final MessageCheck.Report report;
  private ResponseCode code = ResponseCode.HEADER_INVALID;

  Walk(MessageContext context, MessageCheck.Report report) {
    this.context = context;
    this.report = report;
  }

  void message() {
    visit(context.message(), "Bundle");
  }

  /**
   * @param path where the element stands in its resource, such as {@code Patient.contact}
   */
  private void visit(Element element, String path) {
    invariants(element, path);
    for (Element child : element.children()) {
      boolean resource = child.value() instanceof Resource;
      ResponseCode outside = code;
      if (resource && child.value() instanceof Bundle) {
        code = ResponseCode.PAYLOAD_INVALID;
      }
      visit(child, resource ? child.type() : path + "." + child.name());
      code = outside;
    }
  }

  /** Those of the type, of the element, and of what every element or resource is. */
  private void invariants(Element element, String path) {
    String type = element.type();
    if (element.value() instanceof DomainResource) {
      hold("DomainResource", element);
    } else if (!(element.value() instanceof Resource)) {
      hold("Element", element);
    }
    hold(type, element);
    if (!path.equals(type)) {
      hold(path, element);
    }
  }

  private void hold(String about, Element element) {
    for (Invariant invariant : Invariants.about(about)) {
      try {
        if (!invariant.holds().test(context, element)) {
          report.found(
              new Finding(
                  FHIR,
                  invariant.strength(),
                  code,
                  element.pathOf(invariant.child()),
                  Optional.empty(),
                  "something else",
                  invariant.words() + " (" + invariant.key() + ")",
                  "See " + about + " in FHIR STU3",
                  false));
        }
      } catch (RuntimeException e) {
        report.crashed(
            new CrashedRule(FHIR + " " + invariant.key(), invariant.strength(), element.path(), e));
      }
    }
  }
}
