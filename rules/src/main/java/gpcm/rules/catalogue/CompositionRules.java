package gpcm.rules.catalogue;

import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import gpcm.rules.UseCaseKey;
import gpcm.rules.UseCaseOf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Reference;

/** The Composition: what a document is, whom it is about, who wrote it, and what it holds. */
final class CompositionRules {
  /** What the sections refer to, in order. */
  static final ElementPath ENTRIES = ElementPath.of("section/entry");

  private static final Set<String> PRACTITIONER = Set.of("Practitioner");
  private static final Set<String> PATIENT = Set.of("Patient");
  private static final Set<String> BINARY = Set.of("Binary");
  private static final String PDF = "PDF";
  private static final String OF_BINARY = " with profile " + Profiles.known("Binary").getFirst();

  private CompositionRules() {}

  static void add(PartRules composition, PartRules document) {
    document
        .must("SD-002 CS-017 OC-001 GE-001", "entry/resource(Composition)")
        .conditions(RuleLine.PRESENT, "first", RuleLine.PROFILE)
        .by(
            "a Composition of profile "
                + Profiles.known("Composition").getFirst()
                + ", in the first entry",
            "Put one CareConnect-Composition-1 first in the document",
            CompositionRules::isFirst);
    composition.must("CS-018 OC-002 GE-002", "status").is("final");
    composition
        .must("CS-019", "type")
        .coded(NamingSystems.SNOMED, UseCaseOf.CONSULTATION_TYPE, "Report of clinical encounter");
    composition
        .must("OC-003", "type")
        .coded(
            NamingSystems.SNOMED,
            UseCaseOf.ONLINE_TYPE,
            "Patient information received using general practice online consultation system");
    composition
        .should("CS-019", "type")
        .displays(
            NamingSystems.SNOMED,
            Map.of(UseCaseOf.CONSULTATION_TYPE, "Report of clinical encounter"));
    composition
        .should("OC-003", "type")
        .displays(
            NamingSystems.SNOMED,
            Map.of(
                UseCaseOf.ONLINE_TYPE,
                "Patient information received using general practice online consultation system"));
    composition.must("GE-003", "type").snomed();
    composition.must("CS-020 OC-004 GE-004", "date").instant();
    composition
        .should("CS-020 OC-004 GE-004", "date")
        .conditions(Creation.AGREES)
        .by(
            "the time the message was made: within a day of its document's and its header's",
            "Set Composition.date when the message is made",
            Creation::composition);
    FarDates.composition(composition);
    composition.must("CS-021 OC-005 GE-005", "confidentiality").is("N", "R");
    title(composition, "CS-022", "Consultation report");
    title(composition, "OC-006", "Online consultation report");
    composition.must("GE-006", "title").present();
    SummaryLine.add(composition);
    composition.must("SD-004 CS-024 OC-008 GE-008", "subject").profiled("Patient");
    composition
        .must("SD-004 CS-024 OC-008 GE-008", "subject")
        .conditions("same patient")
        .by(
            "beside the reference, no NHS number but that of the Patient it leads to",
            "Leave Composition.subject.identifier out, or give it the Patient's NHS number",
            CompositionRules::samePatient);
    composition
        .should("SD-004 CS-024 OC-008 GE-008", "subject")
        .conditions("same name")
        .by(
            "as display of the reference, the name of the Patient it leads to",
            "Leave Composition.subject.display out, or give the Patient's name",
            CompositionRules::sameName);
    composition
        .must("CS-025", "author")
        .conditions("Practitioner", RuleLine.PROFILE)
        .by(
            "a Practitioner of profile "
                + Profiles.known("Practitioner").getFirst()
                + " among the authors",
            "Reference the Practitioner of the consultation from Composition.author, and give it"
                + " that profile",
            CompositionRules::practitioner);
    composition
        .must("SD-005 OC-009 GE-009", "author")
        .profiledUnless(
            CompositionRules::isPractitionerOfSummary,
            "Practitioner",
            "Patient",
            "RelatedPerson",
            "Device");
    composition.must("SD-003 CS-026 OC-010 GE-010", "custodian").profiled("Organization");
    composition
        .must("SD-003 CS-026 OC-010 GE-010", "custodian")
        .conditions("sender")
        .by(
            "the organisation that sends the message: the ODS code of the header's sender",
            "Give the custodian the ODS code of the header's Organization",
            CompositionRules::custodianSends);
    ReplacementRules.add(composition);
    composition
        .must("CS-028", "section/entry")
        .conditions(PDF)
        .by(
            "a section entry that references a Binary with the report as PDF (application/pdf)",
            "Add the report as a PDF Binary and reference it from a section",
            (context, resource, report) -> {
              if (mainDocument(context, resource).isEmpty()) {
                report.of(PDF).broken(resource.pathOf("section"), "no entry that references a PDF");
              }
            });
    composition
        .must("OC-012", "section/entry")
        .conditions(PDF, RuleLine.PROFILE)
        .by(
            "a section entry that references a Binary with the report as PDF (application/pdf),"
                + OF_BINARY,
            "Add the report as a PDF Binary with that profile and reference it from a section",
            (context, resource, report) -> profiledDocument(context, resource, PDF, report));
    composition
        .must("GE-012", "section/entry")
        .conditions("Binary", RuleLine.PROFILE)
        .by(
            "a section entry that references a Binary," + OF_BINARY,
            "Add the document as a Binary with that profile and reference it from a section",
            (context, resource, report) -> profiledDocument(context, resource, "Binary", report));
    composition
        .must("SD-022", "section/entry")
        .conditions("first")
        .by(
            "the primary document's Binary as the first section's first entry",
            "Move the section of the primary document to the front",
            CompositionRules::primaryFirst);
  }

  private static void samePatient(
      MessageContext context, Element composition, RuleCheck.Report report) {
    for (Element subject : composition.children("subject")) {
      context
          .target(subject, PATIENT)
          .flatMap(patient -> Pointing.anotherNumber(context, subject, patient))
          .ifPresent(
              number ->
                  report.broken(
                      subject.pathOf("identifier"),
                      number + ", which is not the Patient's NHS number"));
    }
  }

  private static void sameName(
      MessageContext context, Element composition, RuleCheck.Report report) {
    for (Element subject : composition.children("subject")) {
      String display = ((Reference) subject.value()).getDisplay();
      if (display != null
          && !display.isBlank()
          && context
              .target(subject, PATIENT)
              .filter(patient -> !PersonNames.speakOf(patient, display))
              .isPresent()) {
        report.broken(subject.pathOf("display"), display);
      }
    }
  }

  private static void practitioner(
      MessageContext context, Element composition, RuleCheck.Report report) {
    List<Element> authors = composition.children("author");
    boolean practitioner = false;
    for (Element author : authors) {
      Optional<Element> target = context.target(author, PRACTITIONER);
      practitioner |= target.isPresent();
      target.ifPresent(one -> Profiles.check(one, author, report.of(RuleLine.PROFILE)));
    }
    if (!authors.isEmpty() && !practitioner) {
      report
          .of("Practitioner")
          .broken(composition.pathOf("author"), "no reference to a Practitioner of the document");
    }
  }

  private static boolean isPractitionerOfSummary(MessageContext context, Element author) {
    return context.useCase() == UseCaseKey.CS && PRACTITIONER.contains(author.type());
  }

  private static void profiledDocument(
      MessageContext context, Element composition, String condition, RuleCheck.Report report) {
    Optional<Element> entry = mainDocument(context, composition);
    if (entry.isEmpty()) {
      report
          .of(condition)
          .broken(composition.pathOf("section"), "no entry that references a " + condition);
    }
    entry.ifPresent(
        reference ->
            context
                .target(reference, BINARY)
                .ifPresent(one -> Profiles.check(one, reference, report.of(RuleLine.PROFILE))));
  }

  /**
   * The section entry with the document that the use case asks for: the first of a Binary, which in
   * a report of a consultation is a PDF.
   */
  static Optional<Element> mainDocument(MessageContext context, Element composition) {
    boolean any = context.useCase() != UseCaseKey.CS && context.useCase() != UseCaseKey.OC;
    return ENTRIES.values(composition).stream()
        .filter(
            entry ->
                context.target(entry, BINARY).filter(binary -> any || isPdf(binary)).isPresent())
        .findFirst();
  }

  /** The Binaries that sections reference, in order. */
  static List<Element> documents(MessageContext context, Element composition) {
    return ENTRIES.values(composition).stream()
        .flatMap(entry -> context.target(entry).stream())
        .filter(node -> node.value() instanceof Binary)
        .distinct()
        .toList();
  }

  static boolean isPdf(Element binary) {
    String type = ((Binary) binary.value()).getContentType();
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/pdf");
  }

  private static void isFirst(MessageContext context, Element document, RuleCheck.Report report) {
    Optional<Element> composition = context.composition();
    if (composition.isEmpty()) {
      report.of(RuleLine.PRESENT).broken(document.pathOf("entry"), "no Composition");
      return;
    }
    Element one = composition.get();
    if (context.inner().getFirst() != one) {
      report.of("first").broken(one.path(), "a Composition after another resource");
    }
    Profiles.check(one, one, report.of(RuleLine.PROFILE));
  }

  private static void title(PartRules composition, String id, String title) {
    composition
        .must(id, "title")
        .conditions(RuleLine.PRESENT, RuleLine.VALUE)
        .by(
            title,
            "Set Composition.title to " + title,
            (context, resource, report) -> {
              List<Element> values = resource.children("title");
              if (values.isEmpty()) {
                report.of(RuleLine.PRESENT).broken(resource.pathOf("title"), RuleLine.NOTHING);
              }
              for (Element value : values) {
                String text = ElementValues.text(value);
                if (text.equalsIgnoreCase(title) && !text.equals(title)) {
                  report
                      .of(RuleLine.VALUE)
                      .tolerable(SourceFinding.Kind.TITLE_CASE, value.path(), text);
                } else if (!text.equals(title)) {
                  report.of(RuleLine.VALUE).broken(value.path(), text);
                }
              }
            });
  }

  private static void custodianSends(
      MessageContext context, Element composition, RuleCheck.Report report) {
    Optional<Element> sender = context.headerSender();
    for (Element custodian : composition.children("custodian")) {
      Optional<Element> organisation = context.target(custodian, Set.of("Organization"));
      if (sender.isEmpty() || organisation.isEmpty()) {
        return; // rules of their own say so
      }
      List<String> sends = ElementValues.odsCodes(sender.get());
      List<String> keeps = ElementValues.odsCodes(organisation.get());
      if (!sends.isEmpty() && !keeps.isEmpty() && sends.stream().noneMatch(keeps::contains)) {
        String found = "an organisation with another ODS code";
        if (context.useCase() == UseCaseKey.OC) {
          // The published example of an online consultation has two organisations here.
          report.tolerable(SourceFinding.Kind.CUSTODIAN_NOT_SENDER, custodian.path(), found);
        } else {
          report.broken(custodian.path(), found);
        }
      }
    }
  }

  private static void primaryFirst(
      MessageContext context, Element composition, RuleCheck.Report report) {
    List<Element> entries = ENTRIES.values(composition);
    List<Element> documents = documents(context, composition);
    if (documents.isEmpty()) {
      return; // the rule that asks for a document says so
    }
    List<Element> first = context.target(entries.getFirst());
    boolean anyType = context.useCase() != UseCaseKey.CS && context.useCase() != UseCaseKey.OC;
    boolean binaryFirst =
        first.stream().anyMatch(node -> node.value() instanceof Binary && (anyType || isPdf(node)));
    // A resource that shares the Binary's fullUrl makes the entry ambiguous: then the first entry
    // is not surely the document.
    if (!binaryFirst || first.size() > 1) {
      report.tolerable(
          SourceFinding.Kind.PRIMARY_NOT_FIRST,
          entries.getFirst().path(),
          "a reference to a "
              + first.stream().map(Element::type).findFirst().orElse("resource that is not there"));
    }
  }
}
