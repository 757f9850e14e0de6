package gpcm.rules.catalogue;

import gpcm.message.ResponseCode;
import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.ExtensionUrls;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import gpcm.rules.UseCaseKey;
import gpcm.rules.UseCaseOf;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.dstu3.model.BooleanType;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.StringType;

/**
 * The six keys of the handling extension of the MessageHeader. Each key has a code of its own for
 * what goes wrong with it.
 */
final class HandlingRules {
  static final String DEFINITION =
      "https://fhir.nhs.uk/STU3/MessageDefinition/ITK-GPConnectSendDocument-MessageDefinition-1";
  private static final String DEFINITION_NAME = DEFINITION.substring(0, DEFINITION.length() - 1);
  private static final int LONGEST_REFERENCE = 255;
  private static final String HANDLING = "extension(MessageHandling)";

  private static final String LOCAL_EXTENSION = HANDLING + ".extension(LocalExtension)/value";
  private static final ElementPath LOCAL_EXTENSIONS = ElementPath.of(LOCAL_EXTENSION);
  private static final ElementPath DEFINITIONS =
      ElementPath.of(HANDLING + ".extension(MessageDefinition)/value/reference");
  private static final List<String> KNOWN =
      List.of(UseCaseOf.CONSULTATION_REPORT, UseCaseOf.ONLINE_CONSULTATION, UseCaseOf.GENERIC);

  private HandlingRules() {}

  static void add(PartRules header) {
    PartRules handling = header.withCode(ResponseCode.HANDLING_SPECIFICATION_ERROR);
    shape(handling);
    recipientType(header);
    flag(
        header.withCode(ResponseCode.BUSINESS_FLAG_ERROR),
        "CS-044 OC-143 GE-270",
        "BusAckRequested");
    flag(
        header.withCode(ResponseCode.INFRASTRUCTURE_FLAG_ERROR),
        "CS-045 OC-144 GE-271",
        "InfAckRequested");
    header
        .withCode(ResponseCode.SENDER_REFERENCE_ERROR)
        .must("CS-046 OC-145 GE-272", HANDLING + ".extension(SenderReference)/value")
        .holds(
            "identifier",
            "the unique identifier of the encounter at the sender, a string of at most 255"
                + " characters",
            "Put the encounter's identifier into SenderReference; None stands for no reference and"
                + " is not one",
            node -> node.value() instanceof StringType s && isReference(s.getValue()));
    header
        .withCode(ResponseCode.MESSAGE_DEFINITION_ERROR)
        .must("CS-047 OC-146 GE-273", HANDLING + ".extension(MessageDefinition)/value/reference")
        .conditions(RuleLine.PRESENT, "definition", "version")
        .by(
            DEFINITION,
            "Set MessageDefinition to the URL of the Send Document definition, version 1",
            HandlingRules::definition);
    localExtension(handling, "CS-048", UseCaseOf.CONSULTATION_REPORT);
    localExtension(handling, "OC-147", UseCaseOf.ONLINE_CONSULTATION);
    localExtension(handling, "GE-274", UseCaseOf.GENERIC);
    handling
        .must("C-02", LOCAL_EXTENSION)
        .conditions("use case")
        .by(
            "the name of a use case: " + String.join(", ", KNOWN),
            "Name the use case in LocalExtension",
            (context, resource, report) -> {
              if (context.useCase() == UseCaseKey.UNKNOWN) {
                localExtension(resource, "", report, report);
              }
            });
  }

  /** One extension with each key once, whatever the keys say (ITK3, section 3). */
  static void shape(PartRules handling) {
    handling
        .must("C-02", HANDLING)
        .conditions(RuleLine.ONE, "each key once")
        .by(
            "exactly one handling extension (Extension-ITK-MessageHandling-2), each of its six keys"
                + " once",
            "Put BusAckRequested, InfAckRequested, RecipientType, MessageDefinition,"
                + " SenderReference and LocalExtension once each into the handling extension",
            HandlingRules::structure);
  }

  private static void structure(MessageContext context, Element header, RuleCheck.Report report) {
    List<Element> handling = ElementPath.extensions(header, ExtensionUrls.HANDLING);
    if (handling.size() != 1) {
      report
          .of(RuleLine.ONE)
          .broken(header.pathOf("extension"), handling.size() + " handling extensions");
      return;
    }
    for (String key :
        List.of(
            "BusAckRequested",
            "InfAckRequested",
            "RecipientType",
            "MessageDefinition",
            "SenderReference",
            "LocalExtension")) {
      int times = ElementPath.extensions(handling.getFirst(), key).size();
      if (times > 1) {
        report
            .of("each key once")
            .broken(handling.getFirst().pathOf("extension"), times + " times the key " + key);
      }
    }
  }

  private static void recipientType(PartRules header) {
    String path = HANDLING + ".extension(RecipientType)/value";
    ElementPath type = ElementPath.of(path);
    String ids = "CS-043 OC-141 OC-142 GE-268 GE-269";
    header
        .withCode(ResponseCode.RECIPIENT_TYPE_ERROR)
        .must(ids, path)
        .conditions(RuleLine.PRESENT, "Coding", RuleLine.SYSTEM, RuleLine.CODE, "display")
        .by(
            "FA (For action) to whom is to act, FI (For information) on the copy for the registered"
                + " practice; a Consultation Summary is always FA; system "
                + NamingSystems.RECIPIENT_TYPE,
            "Set RecipientType to FA, or to FI on the practice's copy of an online consultation or"
                + " generic document",
            (context, resource, report) -> recipientType(resource, type, report));
    header
        .withCode(ResponseCode.RECIPIENT_TYPE_ERROR)
        .should(ids, path)
        .displays(
            NamingSystems.RECIPIENT_TYPE, Map.of("FA", "For Action", "FI", "For Information"));
    header
        .withCode(ResponseCode.HANDLING_RULE_ERROR)
        .must("CS-043", path)
        .holdsIfPresent(
            "for action",
            "FA: the practice is always to act on a Consultation Summary",
            "Set RecipientType to FA",
            value -> !(value.value() instanceof Coding c) || !"FI".equals(c.getCode()));
  }

  private static void recipientType(Element header, ElementPath path, RuleCheck.Report report) {
    for (Element handling : path.owners(header)) {
      List<Element> values = path.values(handling);
      if (values.isEmpty()) {
        report.of(RuleLine.PRESENT).broken(handling.pathOf("extension"), "no RecipientType");
      }
      for (Element value : values) {
        String found = ElementValues.text(value);
        if (!(value.value() instanceof Coding coding)) {
          report.of("Coding").broken(value.path(), "a " + value.type());
        } else if (!NamingSystems.RECIPIENT_TYPE.equals(coding.getSystem())) {
          report.of(RuleLine.SYSTEM).broken(value.path(), found);
        } else if (!List.of("FA", "FI").contains(String.valueOf(coding.getCode()))) {
          report.of(RuleLine.CODE).broken(value.path(), found);
        } else if (!coding.hasDisplay()) {
          report.of("display").broken(value.pathOf("display"), RuleLine.NOTHING);
        }
      }
    }
  }

  /**
   * A flag that is absent or unreadable has its own code; one that says false breaks a rule of the
   * use case.
   */
  private static void flag(PartRules area, String ids, String key) {
    ElementPath path = ElementPath.of(HANDLING + ".extension(" + key + ")/value");
    area.must(ids, HANDLING + ".extension(" + key + ")/value")
        .conditions(RuleLine.PRESENT, "boolean", "true")
        .by(
            "true",
            "Set " + key + " to true: both acknowledgements are always asked for",
            (context, header, report) -> {
              for (Element handling : path.owners(header)) {
                List<Element> values = path.values(handling);
                if (values.isEmpty()) {
                  report.of(RuleLine.PRESENT).broken(handling.pathOf("extension"), "no " + key);
                }
                for (Element value : values) {
                  if (!(value.value() instanceof BooleanType flag) || flag.getValue() == null) {
                    report.of("boolean").broken(value.path(), ElementValues.text(value));
                  } else if (!flag.getValue()) {
                    report
                        .of("true")
                        .broken(ResponseCode.HANDLING_RULE_ERROR, value.path(), "false");
                  }
                }
              }
            });
  }

  private static void definition(MessageContext context, Element header, RuleCheck.Report report) {
    for (Element handling : DEFINITIONS.owners(header)) {
      List<Element> values = DEFINITIONS.values(handling);
      if (values.isEmpty()) {
        report.of(RuleLine.PRESENT).broken(handling.pathOf("extension"), "no MessageDefinition");
      }
      for (Element value : values) {
        String url = ElementValues.text(value);
        if (url.equals(DEFINITION)) {
          continue;
        }
        if (url.startsWith(DEFINITION_NAME)
            && url.substring(DEFINITION_NAME.length()).matches("[0-9]+")) {
          report
              .of("version")
              .broken(ResponseCode.MESSAGE_DEFINITION_VERSION_ERROR, value.path(), url);
        } else {
          report.of("definition").broken(value.path(), url);
        }
      }
    }
  }

  private static void localExtension(PartRules handling, String id, String name) {
    handling
        .must(id, LOCAL_EXTENSION)
        .conditions(RuleLine.PRESENT, RuleLine.VALUE)
        .by(
            name,
            "Set LocalExtension to " + name,
            (context, header, report) ->
                localExtension(
                    header, name, report.of(RuleLine.PRESENT), report.of(RuleLine.VALUE)));
  }

  /**
   * The spellings of other use cases and of the published examples are tolerated where
   * Composition.type tells the use case.
   */
  private static void localExtension(
      Element header, String name, RuleCheck.Report missing, RuleCheck.Report report) {
    for (Element handling : LOCAL_EXTENSIONS.owners(header)) {
      List<Element> values = LOCAL_EXTENSIONS.values(handling);
      if (values.isEmpty()) {
        missing.broken(handling.pathOf("extension"), "no LocalExtension");
      }
      for (Element value : values) {
        String text = ElementValues.text(value);
        boolean known =
            text.equalsIgnoreCase(UseCaseOf.CONSULTATION_SUMMARY)
                || KNOWN.stream().anyMatch(text::equalsIgnoreCase);
        if (known && !text.equals(name)) {
          report.tolerable(SourceFinding.Kind.LOCAL_EXTENSION_SPELLING, value.path(), text);
        } else if (!text.equals(name)) {
          report.broken(value.path(), text);
        }
      }
    }
  }

  private static boolean isReference(String text) {
    return text != null
        && !text.isBlank()
        && !text.equals("None")
        && text.length() <= LONGEST_REFERENCE;
  }
}
