package gpcm.message.coded;

import gpcm.fhir.FhirWriter;
import gpcm.message.SendDocument;
import gpcm.message.coded.Sayers.Sayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Organization;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.Practitioner;
import org.hl7.fhir.dstu3.model.PractitionerRole;
import org.hl7.fhir.dstu3.model.Property;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.RelatedPerson;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * The coded entries of a document (GPC-SD-OC-04, GPC-SD-OC-05): one for each resource that tells
 * something of the patient, in the order of the Composition's sections and of the lists in them.
 * Nothing coded is left out: what has no reading of its own here becomes an entry of kind {@link
 * CodedKind#OTHER}, and what only belongs to another (a medication's product, a questionnaire that
 * was answered) is part of that one's. Thread-safe.
 */
public final class CodedContents {
  /** A document with more is read in the original: its last entry says of how many more. */
  public static final int MOST = 1_000;

  /** The label of the detail of an entry that names another patient than the document is about. */
  public static final String ABOUT_SOMEBODY_ELSE = "About somebody else";

  /** In characters; the original of a larger entry is read in the message. */
  public static final int LARGEST_ORIGINAL = 64 * 1024;

  private final FhirWriter writer = new FhirWriter();

  /** What is coded in this document; empty when it holds nothing but its words and people. */
  public List<CodedContent> of(SendDocument message) {
    return message
        .document()
        .filter(
            document -> document.getEntry().stream().anyMatch(entry -> coded(entry.getResource())))
        .map(document -> new Reading(document).read())
        .orElse(List.of());
  }

  /** The type of the document itself, as its sender coded it (GPCM-SD-OC-003). */
  public static CodedConcept typeOf(SendDocument message) {
    return message.document().stream()
        .flatMap(document -> document.getEntry().stream())
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Composition.class::isInstance)
        .map(Composition.class::cast)
        .findFirst()
        .map(composition -> Texts.concept(composition.getType()))
        .orElse(CodedConcept.NONE);
  }

  // The document's words, its people and its frame are shown elsewhere.
  private static boolean coded(Resource resource) {
    return switch (resource) {
      case null -> false;
      case Composition frame -> false;
      case Binary words -> false;
      case Patient who -> false;
      case Practitioner who -> false;
      case PractitionerRole who -> false;
      case RelatedPerson who -> false;
      case Organization who -> false;
      default -> true;
    };
  }

  /** The reading of one document. */
  private final class Reading {
    private final Bundle document;
    private final Optional<Composition> composition;
    private final Targets targets;
    private final Sayers sayers;
    private final ResourceFacts.Reader facts;
    private final Originals originals = new Originals(writer);
    private final IdentityHashMap<Resource, String> places = new IdentityHashMap<>();
    private final List<Resource> ordered = new ArrayList<>();

    Reading(Bundle document) {
      this.document = document;
      this.targets = new Targets(document);
      this.sayers = new Sayers(targets);
      this.facts = new ResourceFacts.Reader(targets);
      this.composition =
          document.getEntry().stream()
              .map(Bundle.BundleEntryComponent::getResource)
              .filter(Composition.class::isInstance)
              .map(Composition.class::cast)
              .findFirst();
    }

    List<CodedContent> read() {
      composition.ifPresent(found -> sections(found.getSection(), ""));
      for (Bundle.BundleEntryComponent entry : document.getEntry()) {
        if (coded(entry.getResource())) {
          place(entry.getResource(), "");
        }
      }
      List<Resource> read = ordered.subList(0, Math.min(MOST, ordered.size()));
      List<ResourceFacts> found = read.stream().map(facts::of).toList();
      Set<Resource> belonging = Collections.newSetFromMap(new IdentityHashMap<>());
      found.forEach(each -> belonging.addAll(each.facts().belonging()));
      List<CodedContent> contents = new ArrayList<>();
      for (int i = 0; i < read.size(); i++) {
        if (!belonging.contains(read.get(i))) {
          contents.add(content(read.get(i), found.get(i)));
        }
      }
      if (ordered.size() > MOST) {
        contents.add(more(ordered.subList(MOST, ordered.size())));
      }
      return List.copyOf(contents);
    }

    private void sections(List<Composition.SectionComponent> sections, String above) {
      for (Composition.SectionComponent section : sections) {
        String title = path(above, Texts.stated(section.getTitle()).orElse(""));
        section.getEntry().forEach(entry -> place(entry, title));
        sections(section.getSection(), title);
      }
    }

    private void place(Reference reference, String where) {
      for (Resource resource : targets.all(reference)) {
        if (coded(resource)) {
          place(resource, where);
        }
      }
    }

    private void place(Resource resource, String where) {
      if (places.putIfAbsent(resource, where) != null) {
        return;
      }
      ordered.add(resource);
      if (resource instanceof ListResource list) {
        String inside = path(where, Texts.stated(list.getTitle()).orElse(""));
        for (ListResource.ListEntryComponent entry : list.getEntry()) {
          for (Resource item : targets.all(entry.getItem())) {
            // A list of lists may be a ring; each is placed where the document has it.
            if (coded(item) && !(item instanceof ListResource)) {
              place(item, inside);
            }
          }
        }
      }
    }

    private String path(String above, String title) {
      if (above.isEmpty() || title.isEmpty() || title.equals(above)) {
        return Texts.line(above.isEmpty() ? title : above);
      }
      return Texts.line(above + ", " + title);
    }

    private CodedContent content(Resource resource, ResourceFacts read) {
      Facts facts = read.facts();
      if (aboutSomebodyElse(resource)) {
        facts.first(ABOUT_SOMEBODY_ELSE, "It names another patient than the document is about.");
      }
      Sayer sayer =
          facts.sayers.stream()
              .flatMap(who -> sayers.of(who).stream())
              .findFirst()
              .or(this::author)
              .orElse(Sayer.NOBODY);
      CodedConcept concept = read.concept(resource.fhirType());
      List<Resource> whole = new ArrayList<>(List.of(resource));
      whole.addAll(facts.belonging());
      return new CodedContent(
          read.kind(),
          resource.fhirType(),
          resource.hasIdElement()
              ? Texts.line(Texts.stated(resource.getIdElement().getIdPart()).orElse(""))
              : "",
          concept,
          facts.value,
          facts.unit,
          facts.from,
          facts.until,
          facts.recorded,
          facts.status,
          sayer.saidBy(),
          sayer.name(),
          places.getOrDefault(resource, ""),
          facts.details(),
          originals.keep(whole),
          originals.fingerprint(
              whole,
              List.of(
                  concept.system(),
                  concept.code(),
                  concept.display(),
                  facts.value,
                  facts.unit,
                  sayer.saidBy().text(),
                  sayer.name(),
                  facts.details().stream()
                      .map(detail -> detail.label() + "\u001e" + detail.value())
                      .collect(Collectors.joining("\u001e")))));
    }

    // What names nobody is said by the document's author, where it has one.
    private Optional<Sayer> author() {
      return composition
          .filter(found -> found.getAuthor().size() == 1)
          .flatMap(found -> sayers.of(found.getAuthorFirstRep()))
          .map(
              author ->
                  new Sayer(
                      author.saidBy(), (author.name() + " (author of the document)").strip()));
    }

    private boolean aboutSomebodyElse(Resource resource) {
      Optional<Patient> about =
          composition.flatMap(found -> targets.of(found.getSubject(), Patient.class));
      for (String name : List.of("subject", "patient", "for")) {
        Property property = resource.getNamedProperty(name);
        if (property != null
            && property.hasValues()
            && property.getValues().getFirst() instanceof Reference named) {
          Optional<Patient> other = targets.of(named, Patient.class);
          return other.isPresent() && about.isPresent() && !same(about.get(), other.get());
        }
      }
      return false;
    }

    @SuppressWarnings("ReferenceEquality") // two entries that say the same are two patients
    private static boolean same(Patient one, Patient other) {
      return one == other;
    }

    private CodedContent more(List<Resource> rest) {
      Map<String, Integer> types = new TreeMap<>();
      rest.forEach(resource -> types.merge(resource.fhirType(), 1, Integer::sum));
      return new CodedContent(
          CodedKind.OTHER,
          "Bundle",
          "",
          new CodedConcept("", "", rest.size() + " more coded entries, to be read in the message"),
          "",
          "",
          "",
          "",
          "",
          "",
          SaidBy.NOT_STATED,
          "",
          "",
          List.of(
              new CodedDetail(
                  "Types",
                  Texts.line(
                      types.entrySet().stream()
                          .map(type -> type.getKey() + " " + type.getValue())
                          .collect(Collectors.joining(", "))),
                  0)),
          "",
          originals.fingerprint(rest, List.of()));
    }
  }
}
