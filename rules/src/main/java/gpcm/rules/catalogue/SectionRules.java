package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import gpcm.rules.UseCaseKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Binary;

/**
 * What the sections of the Composition lead to.
 *
 * <p>GPCM-SD-020 asks of each section entry that it references an attachment. GPCM-SD-007 to -016
 * and -037 ask for entries that reference coded resources, the tables of resources name more of
 * them, and both published examples have some. So it is read as speaking of the sections that hold
 * a document: whatever else stands there that neither of those names is a fault. Any other section
 * may refer to any resource, as CareConnect-Composition-1 has it: a Procedure, a PractitionerRole
 * or a HealthcareService is shown by a receiver with the other coded entries, and to send back a
 * whole document for it would keep that from the practice; it is a warning. A document that travels
 * in anything but a Binary is a fault wherever it stands: it would be no attachment to anybody.
 */
final class SectionRules {
  private static final String ATTACHMENT = "attachment";
  private static final String NAMED = "named type";
  private static final Set<String> BINARY = Set.of("Binary");
  private static final ElementPath SECTIONS = ElementPath.of("section*");

  /** What holds a document and is no Binary. */
  private static final Set<String> OTHER_DOCUMENTS = Set.of("Media", "Bundle");

  private SectionRules() {}

  static void add(PartRules document) {
    document
        .must("SD-019", "entry/resource(Binary)")
        .conditions("section of its own")
        .by(
            "a Composition.section of its own for each Binary of the document",
            "Give each Binary its own section whose entry references it",
            SectionRules::ownSection);
    document
        .must("SD-020", "Composition.section.entry")
        .conditions(RuleLine.REFERENCE, ATTACHMENT, RuleLine.PROFILE)
        .by(
            "section entries that reference an entry of the document; in a section with an"
                + " attachment, one of profile "
                + Profiles.known("Binary").getFirst()
                + " or a coded entry of a type that the tables of resources name; no document in"
                + " anything but a Binary",
            "Point each section entry at the fullUrl of an entry of the document, send documents as"
                + " Binary, and give other entries a section of their own",
            SectionRules::entries);
    document
        .should("SD-020", "Composition.section.entry")
        .conditions(NAMED)
        .by(
            "in any other section, a coded entry of a type that the tables of resources name",
            "Leave the entry out, or ask the receiver what becomes of it",
            SectionRules::unnamed);
    document
        .must("SD-021", "entry/resource(Binary)")
        .conditions("contentType", "content")
        .by(
            "a content type and base64 content in each Binary",
            "Give each Binary contentType and content, the content in base64",
            (context, bundle, report) -> {
              for (Element binary : context.all("Binary")) {
                if (!((Binary) binary.value()).hasContentType()) {
                  report.of("contentType").broken(binary.pathOf("contentType"), RuleLine.NOTHING);
                }
                if (!((Binary) binary.value()).hasContent()) {
                  report.of("content").broken(binary.pathOf("content"), RuleLine.NOTHING);
                }
              }
            });
  }

  private static void entries(MessageContext context, Element bundle, RuleCheck.Report report) {
    Optional<Element> composition = context.composition();
    if (composition.isEmpty()) {
      return; // the rule that asks for a Composition says so
    }
    // Of the main document these use cases have a requirement of their own.
    Set<Element> named =
        context.useCase() == UseCaseKey.OC || context.useCase() == UseCaseKey.GE
            ? CompositionRules.mainDocument(context, composition.get())
                .map(entry -> Set.copyOf(context.target(entry)))
                .orElse(Set.of())
            : Set.of();
    for (Element section : SECTIONS.values(composition.get())) {
      boolean document = holdsDocument(context, section);
      for (Element entry : section.children("entry")) {
        List<Element> target = context.target(entry);
        if (target.isEmpty()) {
          report
              .of(RuleLine.REFERENCE)
              .broken(entry.path(), "a reference to nothing in the document");
        } else if (isUnnamed(target) && (document || isOtherDocument(target))) {
          report
              .of(ATTACHMENT)
              .broken(entry.path(), "a reference to a " + target.getFirst().type());
        }
        for (Element one : target) {
          if (one.value() instanceof Binary && !named.contains(one)) {
            Profiles.check(one, entry, report.of(RuleLine.PROFILE));
          }
        }
      }
    }
  }

  private static void unnamed(MessageContext context, Element bundle, RuleCheck.Report report) {
    for (Element composition : context.composition().stream().toList()) {
      for (Element section : SECTIONS.values(composition)) {
        if (holdsDocument(context, section)) {
          continue; // there it is a fault
        }
        for (Element entry : section.children("entry")) {
          List<Element> target = context.target(entry);
          if (!target.isEmpty() && isUnnamed(target) && !isOtherDocument(target)) {
            report.broken(entry.path(), "a reference to a " + target.getFirst().type());
          }
        }
      }
    }
  }

  private static boolean holdsDocument(MessageContext context, Element section) {
    return section.children("entry").stream()
        .anyMatch(entry -> context.target(entry, BINARY).isPresent());
  }

  /** Where resources of several types share a fullUrl, the type that fits the place decides. */
  private static boolean isUnnamed(List<Element> target) {
    return target.stream().noneMatch(one -> Profiles.standsInSections(one.type()));
  }

  private static boolean isOtherDocument(List<Element> target) {
    return target.stream().anyMatch(one -> OTHER_DOCUMENTS.contains(one.type()));
  }

  private static void ownSection(MessageContext context, Element bundle, RuleCheck.Report report) {
    Optional<Element> composition = context.composition();
    if (composition.isEmpty()) {
      return; // the rule that asks for a Composition says so
    }
    Set<Element> alone = new HashSet<>();
    for (Element section : composition.get().children("section")) {
      List<Element> documents = new ArrayList<>(1);
      for (Element entry : section.children("entry")) {
        context.target(entry, BINARY).ifPresent(documents::add);
      }
      if (documents.size() == 1) {
        alone.add(documents.getFirst());
      }
    }
    for (Element binary : context.all("Binary")) {
      if (!alone.contains(binary)) {
        report.broken(binary.path(), "no section that references this Binary alone");
      }
    }
  }
}
