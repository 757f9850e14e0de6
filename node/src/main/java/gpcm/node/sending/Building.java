package gpcm.node.sending;

import gpcm.consultation.Document;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.NhsNumber;
import gpcm.consultation.Patient;
import gpcm.consultation.json.DocumentJson;
import gpcm.consultation.json.InvalidConsultationException;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.MailboxFact;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.message.SendDocument;
import gpcm.node.content.ContentException;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.ledger.BuiltColumns;
import gpcm.node.ledger.CaseClaims;
import gpcm.node.ledger.InParallel;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToBuild;
import gpcm.node.ledger.ToPost;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.node.mailbox.MessagePosting;
import gpcm.node.mailbox.Outside;
import gpcm.node.mailbox.RecentContent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds accepted documents: renders the report where none was handed in, makes the message, and
 * commits its bytes. Ids are drawn here, once: a step that is repeated after a crash finds the
 * document built. Thread-safe.
 */
public final class Building {
  private static final Logger LOG = LoggerFactory.getLogger(Building.class);
  private static final String PDF = "application/pdf";
  private static final int TOGETHER = 32;
  private static final long IN_MEMORY = 4L << 20;

  private final Ledger ledger;
  private final CaseClaims claims;
  private final Map<String, Mailbox> mailboxes;
  private final Routing routing;
  private final MessageAssembly assembly;
  private final MessageStoring storing;
  private final PracticeCopies copies;
  private final RecentContent recent;
  private final MessagePosting posting;
  private final InParallel inParallel;

  /**
   * @param storing keeps the messages
   * @param recent keeps what was built for the post that follows
   * @param posting posts what was built
   */
  public Building(
      Ledger ledger,
      CaseClaims claims,
      Map<String, Mailbox> mailboxes,
      Routing routing,
      MessageAssembly assembly,
      MessageStoring storing,
      RecentContent recent,
      MessagePosting posting,
      InParallel inParallel) {
    this.ledger = ledger;
    this.claims = claims;
    this.mailboxes = Map.copyOf(mailboxes);
    this.routing = routing;
    this.assembly = assembly;
    this.storing = storing;
    this.copies = new PracticeCopies(ledger, assembly, storing);
    this.recent = recent;
    this.posting = posting;
    this.inParallel = inParallel;
  }

  /** Builds what is due; true when there may be more. */
  public boolean round() {
    List<ToBuild> claimed = claims.toBuild(TOGETHER);
    if (claimed.isEmpty()) {
      return false;
    }
    groups(claimed).forEach(this::buildTogether);
    return claimed.size() == TOGETHER;
  }

  // So many at a time as memory has room for, whatever the sizes.
  private static List<List<ToBuild>> groups(List<ToBuild> claimed) {
    List<List<ToBuild>> groups = new ArrayList<>();
    long size = IN_MEMORY + 1;
    for (ToBuild each : claimed) {
      long more = each.files().stream().mapToLong(file -> file.content().size()).sum();
      if (size + more > IN_MEMORY) {
        groups.add(new ArrayList<>());
        size = 0;
      }
      groups.getLast().add(each);
      size += more;
    }
    return groups;
  }

  private void buildTogether(List<ToBuild> claimed) {
    Map<ContentHash, byte[]> known = known(claimed);
    List<Built> built = inParallel.map(claimed, each -> build(each, known));
    Ledger.Applied applied = ledger.apply(built.stream().map(Built::result).toList());
    List<ToPost> next = new ArrayList<>();
    for (int i = 0; i < claimed.size(); i++) {
      ToBuild document = claimed.get(i);
      if (applied.of(document.lease().id())) {
        built.get(i).bytes().forEach(recent::keep);
        built.get(i).next().ifPresent(next::add);
      } else if (applied.failed().contains(document.lease().id())) {
        later(document, "its result could not be stored");
      }
    }
    posting.handOver(next);
  }

  // Small bytes of all of them in one statement; what is damaged or large is met again one by one.
  private Map<ContentHash, byte[]> known(List<ToBuild> claimed) {
    Set<ContentHash> small = new HashSet<>();
    for (ToBuild each : claimed) {
      small.add(each.source());
      each.files().stream()
          .filter(file -> file.content().size() <= Handed.SMALL)
          .forEach(file -> small.add(file.content().hash()));
    }
    try {
      return ledger.content().readAll(small);
    } catch (ContentException e) {
      return Map.of();
    }
  }

  private void later(ToBuild document, String reason) {
    ledger.apply(
        List.of(new StepResult().document(document.lease(), new DocumentFact.Delayed(reason))));
  }

  /**
   * What building came to.
   *
   * @param next what to post at once
   * @param bytes the message, when it is small
   */
  private record Built(StepResult result, Optional<ToPost> next, Map<ContentHash, byte[]> bytes) {
    static Built not(ToBuild document, DocumentFact fact) {
      return new Built(
          new StepResult().document(document.lease(), fact), Optional.empty(), Map.of());
    }
  }

  private Built build(ToBuild claimed, Map<ContentHash, byte[]> known) {
    try {
      return tried(claimed, known);
    } catch (ContentException e) {
      return Built.not(claimed, new DocumentFact.Damaged(e.getMessage()));
    } catch (SubmissionRefused
        | InvalidConsultationException
        | InvalidValueException
        | Outside.NotConforming
        | Routing.NoEndpointException e) {
      // What the consultation says cannot change any more.
      return Built.not(
          claimed,
          new DocumentFact.Unbuildable(
              "The message could not be built: " + e.getMessage(),
              "Correct the consultation and submit it again, and send this failure's log to the"
                  + " people who run this node."));
    } catch (MeshMailboxRefused e) {
      Instant until = ledger.clock().instant().plus(ledger.pace().holdFirst());
      return new Built(
          new StepResult()
              .document(claimed.lease(), new DocumentFact.Held(until))
              .mailbox(claimed.organisation(), new MailboxFact.Refused(e.getMessage())),
          Optional.empty(),
          Map.of());
    } catch (MeshUnavailable | MeshQuestions.NotAnsweredYet e) {
      return new Built(
          new StepResult()
              .document(claimed.lease(), new DocumentFact.Unreachable())
              .mailbox(claimed.organisation(), new MailboxFact.NotPosted(e.getMessage())),
          Optional.empty(),
          Map.of());
    } catch (IOException | RuntimeException e) {
      Outages.passOn(e);
      LOG.atWarn()
          .addKeyValue("document", claimed.lease().id())
          .log("building failed and is tried again: {}", Outages.cause(e));
      LOG.debug("the cause", e);
      return Built.not(claimed, Ledger.delayed(e));
    }
  }

  private Built tried(ToBuild claimed, Map<ContentHash, byte[]> known) throws IOException {
    Mailbox mailbox = mailboxes.get(claimed.organisation());
    if (mailbox == null) {
      return Built.not(
          claimed,
          new DocumentFact.Delayed(
              "no mailbox is configured for organisation "
                  + claimed.organisation()
                  + ", for which a document waits to be built; put it back into the"
                  + " configuration"));
    }
    byte[] json = known.get(claimed.source());
    Document source =
        replacing(
            DocumentJson.recorded(json != null ? json : ledger.content().read(claimed.source()))
                .document(),
            claimed);
    // Before the report is rendered: while MESH is away this runs again and again.
    String address = routing.primary(mailbox, source);
    Optional<String> copyAddress =
        source
            .sendTo()
            .filter(provider -> claimed.lookedUp().filter(found -> !found.copies()).isEmpty())
            .map(provider -> routing.copy(mailbox, source));
    List<DocumentFile> files = files(claimed);
    MessageAssembly.Assembled assembled =
        assembly.of(source, claimed.documentId(), mailbox.id(), files, known);
    assembly
        .outside()
        .check(
            assembled.message(), mailbox, address, assembled.subject(), source.sendTo().isEmpty());
    boolean postedNext = claimed.replaced().isEmpty() && posting.hasRoom(claimed.organisation());
    StepResult result = new StepResult();
    List<DocumentFile> all = withReport(result, claimed, assembled, files);
    MessageStoring.Written written = storing.write(result, assembled.message(), assembled.size());
    BuiltColumns columns = columns(assembled.message(), assembled.subject(), address, written);
    result.built(claimed.lease(), new DocumentFact.Built(detail(columns), postedNext), columns);
    if (copyAddress.isPresent() && !claimed.copied()) {
      copies.make(
          result,
          claimed,
          new PracticeCopies.Original(source, mailbox, assembled, all),
          copyAddress.get(),
          known);
    } else if (source.sendTo().isPresent() && !claimed.copied()) {
      copies.none(result, claimed);
    }
    return new Built(
        result,
        postedNext ? Optional.of(toPost(claimed, columns)) : Optional.empty(),
        written.memory().map(xml -> Map.of(written.content().hash(), xml)).orElse(Map.of()));
  }

  // Its version and what it replaces were decided when it was handed in, whatever it says itself.
  private static Document replacing(Document source, ToBuild claimed) {
    Document decided = source.as(source.encounter().as(claimed.version(), claimed.replaces()));
    return claimed
        .lookedUp()
        .map(
            found ->
                decided.about(described(decided.patient(), found.number(), found.restricted())))
        .orElse(decided);
  }

  // Where a patient of a restricted record lives is not told, whoever let the document go.
  static Patient described(Patient patient, Optional<String> number, boolean restricted) {
    Patient numbered = number.map(NhsNumber::new).map(patient::with).orElse(patient);
    return restricted ? numbered.withoutContact() : numbered;
  }

  private static List<DocumentFile> files(ToBuild claimed) {
    List<DocumentFile> files = new ArrayList<>();
    for (ToBuild.File file : claimed.files()) {
      files.add(
          new DocumentFile(
              files.size(),
              file.fileName(),
              file.title(),
              file.contentType(),
              file.content(),
              file.report()));
    }
    return files;
  }

  private static ToPost toPost(ToBuild claimed, BuiltColumns built) {
    return new ToPost(
        ToPost.Kind.DOCUMENT,
        claimed.lease(),
        claimed.organisation(),
        built.messageId(),
        built.address(),
        built.subject(),
        built.content(),
        Optional.empty());
  }

  private static List<DocumentFile> withReport(
      StepResult result,
      ToBuild claimed,
      MessageAssembly.Assembled assembled,
      List<DocumentFile> files) {
    if (assembled.rendered().isEmpty()) {
      return files;
    }
    byte[] pdf = assembled.rendered().get();
    result.bytes(pdf);
    DocumentFile report = rendered(assembled, pdf, files.size());
    result.write(
        DocumentRows.FILE, DocumentRows.file(claimed.lease().id(), report).put("rendered", true));
    List<DocumentFile> all = new ArrayList<>(files);
    all.addFirst(report);
    return all;
  }

  /** The report that was made for a message. */
  static DocumentFile rendered(MessageAssembly.Assembled assembled, byte[] pdf, int ordinal) {
    String title = assembled.message().composition().title().orElseThrow();
    return new DocumentFile(
        ordinal,
        title.toLowerCase(Locale.ROOT).replace(' ', '-') + ".pdf",
        title,
        PDF,
        new StoredContent(ContentHash.of(pdf), pdf.length),
        true);
  }

  static BuiltColumns columns(
      SendDocument message, String subject, String address, MessageStoring.Written written) {
    return new BuiltColumns(
        message.messageId().orElseThrow(),
        message.documentId().orElseThrow(),
        subject,
        address,
        written.content());
  }

  static String detail(BuiltColumns built) {
    return "message %s, document %s, %d bytes"
        .formatted(built.messageId(), built.documentId(), built.content().size());
  }
}
