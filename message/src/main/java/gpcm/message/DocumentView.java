package gpcm.message;

import gpcm.fhir.AttachmentContent;
import gpcm.message.SourceFinding.Kind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.Composition.SectionComponent;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.Reference;

/**
 * The document inside a Send Document message, looked through once: what it is, about whom, and its
 * attachments.
 */
record DocumentView(
    Optional<Bundle> bundle,
    Optional<String> id,
    Optional<String> identifier,
    Optional<UseCase> useCase,
    CompositionView composition,
    Optional<PatientView> patient,
    List<Attachment> attachments) {

  /** Looks a message's document through; what it meets is added to the findings. */
  static DocumentView of(
      Bundle message,
      HeaderView header,
      MessageHandling handling,
      IdentityHashMap<Binary, AttachmentContent> contents,
      List<SourceFinding> findings) {
    Optional<Bundle> document = document(message, header);
    Optional<Composition> composition =
        document.flatMap(d -> MessageBody.resource(d, Composition.class));
    CompositionView view = composition.map(CompositionView::of).orElse(CompositionView.NONE);
    Optional<UseCase> useCase = UseCase.of(handling, view);
    Optional<PatientView> patient =
        document.flatMap(d -> composition.flatMap(c -> patient(d, c))).map(PatientView::of);
    List<Attachment> attachments =
        document
            .map(
                d ->
                    new Attachments(
                            d,
                            composition,
                            contents,
                            !(useCase.orElse(null) instanceof UseCase.Generic))
                        .list(findings))
            .orElse(List.of());
    document.ifPresent(d -> sharedFullUrls(d, findings));
    useCase.ifPresent(known -> spelling(known, handling, view, findings));
    return new DocumentView(
        document,
        document.flatMap(Stated::id).or(() -> document.flatMap(DocumentView::identifierOf)),
        document.flatMap(DocumentView::identifierOf),
        useCase,
        view,
        patient,
        attachments);
  }

  private static Optional<String> identifierOf(Bundle document) {
    return Stated.text(document.hasIdentifier() ? document.getIdentifier().getValue() : null);
  }

  /** The bundle MessageHeader.focus points at, or else the one nested bundle. */
  private static Optional<Bundle> document(Bundle message, HeaderView header) {
    BundleReferences references = new BundleReferences(message);
    return header.focus().stream()
        .flatMap(focus -> references.resolve(focus, Bundle.class).stream())
        .findFirst()
        .or(() -> MessageBody.resource(message, Bundle.class));
  }

  private static Optional<Patient> patient(Bundle document, Composition composition) {
    return composition.hasSubject()
        ? new BundleReferences(document).resolve(composition.getSubject(), Patient.class)
        : Optional.empty();
  }

  private static void spelling(
      UseCase known, MessageHandling handling, CompositionView view, List<SourceFinding> findings) {
    Optional<String> mark = handling.localExtension();
    if (mark.isPresent() && !mark.get().equals(known.localExtension())) {
      findings.add(
          new SourceFinding(
              Kind.LOCAL_EXTENSION_SPELLING,
              "MessageHeader.extension(LocalExtension)",
              mark.get(),
              known.localExtension(),
              0,
              0));
    }
    if (view.title().isPresent()
        && !view.title().get().equals(known.title())
        && view.title().get().equalsIgnoreCase(known.title())) {
      findings.add(
          new SourceFinding(
              Kind.TITLE_CASE, "Composition.title", view.title().get(), known.title(), 0, 0));
    }
  }

  private static void sharedFullUrls(Bundle document, List<SourceFinding> findings) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (BundleEntryComponent entry : document.getEntry()) {
      if (entry.hasFullUrl()) {
        seen.merge(entry.getFullUrl(), 1, Integer::sum);
      }
    }
    seen.forEach(
        (url, count) -> {
          if (count > 1) {
            findings.add(
                new SourceFinding(
                    Kind.SHARED_FULL_URL,
                    "Bundle.entry.fullUrl",
                    url + " " + count + " times",
                    "one entry for each fullUrl",
                    0,
                    0));
          }
        });
  }

  /** The attachments of one document. */
  private record Attachments(
      Bundle document,
      Optional<Composition> composition,
      IdentityHashMap<Binary, AttachmentContent> contents,
      boolean report) {

    List<Attachment> list(List<SourceFinding> findings) {
      Map<Binary, String> titles = new LinkedHashMap<>();
      BundleReferences references = new BundleReferences(document);
      composition.ifPresent(c -> sections(references, c.getSection(), c, titles));
      for (BundleEntryComponent entry : document.getEntry()) {
        if (entry.getResource() instanceof Binary binary) {
          titles.putIfAbsent(binary, "");
        }
      }
      List<Attachment> found = new ArrayList<>();
      List<Binary> binaries = new ArrayList<>();
      titles.forEach(
          (binary, title) -> {
            AttachmentContent content = contents.get(binary);
            if (content != null) {
              binaries.add(binary);
              found.add(
                  new Attachment(
                      Stated.id(binary).orElse(""),
                      Stated.text(binary.getContentType()).orElse(""),
                      title,
                      content));
            }
          });
      int primary = 0;
      while (report && primary < found.size() && !found.get(primary).isPdf()) {
        primary++;
      }
      if (found.isEmpty() || primary == found.size()) {
        return List.copyOf(found);
      }
      if (!standsFirst(binaries.get(primary))) {
        findings.add(
            new SourceFinding(
                Kind.PRIMARY_NOT_FIRST,
                "Composition.section",
                "another entry before the primary document",
                "the primary document as the first section's first entry (GPCM-SD-022)",
                0,
                0));
      }
      found.addFirst(found.remove(primary));
      return List.copyOf(found);
    }

    private void sections(
        BundleReferences references,
        List<SectionComponent> sections,
        Composition composition,
        Map<Binary, String> titles) {
      for (SectionComponent section : sections) {
        for (Reference entry : section.getEntry()) {
          Optional<Binary> binary = references.resolve(entry, Binary.class);
          String title = Stated.text(section.getTitle()).orElse("");
          // Where two resources share a fullUrl, the section with the document's own title is the
          // Binary's.
          binary.ifPresent(
              b ->
                  titles.merge(
                      b,
                      title,
                      (first, next) ->
                          next.equalsIgnoreCase(composition.getTitle()) ? next : first));
        }
        sections(references, section.getSection(), composition, titles);
      }
    }

    private boolean standsFirst(Binary primary) {
      Optional<String> target =
          composition.stream()
              .flatMap(c -> c.getSection().stream().limit(1))
              .flatMap(section -> section.getEntry().stream().limit(1))
              .flatMap(entry -> Stated.text(entry.getReference()).stream())
              .findFirst();
      return target.isPresent()
          && document.getEntry().stream()
              .filter(e -> target.get().equals(e.getFullUrl()))
              .allMatch(e -> primary.equals(e.getResource()));
    }
  }
}
