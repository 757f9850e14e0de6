package gpcm.node.submitting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Document;
import gpcm.consultation.json.RecordedConsultation;
import gpcm.node.sending.Consultations;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.Submission;
import gpcm.node.sending.SubmissionRefused;
import gpcm.node.submitting.SubmissionFolder.Taken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Hands in what a sending folder tells, by the same code as the API, and says what came of it. Done
 * again after a fault, it does nothing a second time and says the same. Thread-safe.
 */
final class TakingIn {
  private static final String REPORT = ".report.pdf";
  private static final String NONE_KNOWN = "nothing is known here of a consultation with this id";
  private static final String ITS_ID = "Send the id under which the consultation was handed in";

  private final String organisation;
  private final SubmissionFolder folder;
  private final Consultations consultations;
  private final Outbox outbox;
  private final FolderActs acts;
  private final FolderTrail trail;
  private final long mostBytes;
  private final URI base;

  /**
   * @param acts what was done before
   * @param mostBytes how large a consultation may be with its files
   * @param base the node's address, for links
   */
  TakingIn(
      String organisation,
      SubmissionFolder folder,
      Consultations consultations,
      Outbox outbox,
      FolderActs acts,
      FolderTrail trail,
      long mostBytes,
      URI base) {
    this.organisation = organisation;
    this.folder = folder;
    this.consultations = consultations;
    this.outbox = outbox;
    this.acts = acts;
    this.trail = trail;
    this.mostBytes = mostBytes;
    this.base = base;
  }

  /**
   * Does what a file tells.
   *
   * @return the receipt
   * @throws RefusedSubmission when it cannot be done; nothing was done then
   */
  ObjectNode of(Taken taken, Told told, byte[] json) throws IOException, RefusedSubmission {
    return switch (told) {
      case Told.Recorded recorded -> recorded(taken, recorded.consultation(), json);
      case Told.Deleted deleted -> deleted(taken, deleted);
      case Told.Confirmed confirmed -> confirmed(taken, confirmed);
    };
  }

  private ObjectNode recorded(Taken taken, RecordedConsultation told, byte[] json)
      throws IOException, RefusedSubmission {
    Document document = told.document();
    String key = "folder-" + taken.id();
    Optional<UUID> before = outbox.handedIn(organisation, key);
    if (before.isPresent()) {
      return receipt(outbox.find(view(), before.get()).orElseThrow());
    }
    if (!document.organisation().odsCode().value().equals(organisation)) {
      throw new RefusedSubmission(
          "/organisation/odsCode",
          "this folder is the one of " + organisation,
          "Put it into the folder of its own organisation");
    }
    long size = json.length;
    List<Submission.File> files = new ArrayList<>();
    requireNoOthers(document);
    for (DeclaredAttachment each : document.attachments()) {
      Optional<Path> file = folder.fetch(taken, each.file());
      if (file.isPresent() && files.stream().noneMatch(other -> other.name().equals(each.file()))) {
        size += Files.size(file.get());
        files.add(file(each.file(), file.get()));
      }
    }
    Optional<Path> report = folder.fetch(taken, taken.name() + REPORT);
    if (report.isEmpty()
        && folder.beside(taken).stream()
            .anyMatch(each -> each.name().equals(taken.name() + REPORT))) {
      throw new RefusedSubmission(
          "",
          "its ready-made report was written to, or taken away, after it was taken",
          "Put the consultation and its report into the folder again");
    }
    if (report.isPresent()) {
      size += Files.size(report.get());
    }
    if (size > mostBytes) {
      throw new RefusedSubmission(
          "/attachments",
          "it is larger with its files than http.max-request-size allows",
          "Leave out what is not needed, or make the files smaller");
    }
    Submission submission =
        new Submission(
            document,
            () -> new ByteArrayInputStream(json),
            files,
            report.map(path -> file(path.getFileName().toString(), path)),
            false,
            Optional.of(key),
            Optional.empty(),
            told.circumstances(),
            told.numbered(),
            true);
    try {
      Outbox.Accepted accepted =
          consultations.record(submission, id -> trail.submitted(id, document));
      return receipt(outbox.find(view(), accepted.id()).orElseThrow());
    } catch (SubmissionRefused e) {
      throw RefusedSubmission.of(e);
    }
  }

  // It would be another consultation's, which nobody would see again.
  private static void requireNoOthers(Document document) throws RefusedSubmission {
    for (int i = 0; i < document.attachments().size(); i++) {
      String name = document.attachments().get(i).file();
      if (isOthers(name)) {
        throw new RefusedSubmission(
            "/attachments/%d/file".formatted(i),
            "ends as a consultation or its report does in this folder",
            "Give the file another name, such as one that ends in .txt or .pdf");
      }
    }
  }

  /** Whether a file of this name is a consultation of its own, or the report of one. */
  static boolean isOthers(String name) {
    return name.endsWith(".json") || name.endsWith(REPORT);
  }

  /** The name of the ready-made report beside a file of this name. */
  static String report(String json) {
    return json.substring(0, json.length() - ".json".length()) + REPORT;
  }

  private static Submission.File file(String name, Path path) {
    return new Submission.File(name, () -> SubmissionFolder.open(path));
  }

  private ObjectNode deleted(Taken taken, Told.Deleted told) throws RefusedSubmission {
    FolderActs.Act act = acts.of(taken.id(), latest(told.encounter()).id());
    if (!act.done()) {
      OutboxDocument latest = unchanged(act, told.encounter());
      Optional<Consultations.Deleted> now =
          consultations.delete(
              view(),
              told.encounter(),
              stated(told.by()),
              told.reason(),
              acts.done(taken.id(), trail.deleted(latest)));
      if (now.isEmpty()) {
        throw new RefusedSubmission("/encounterId", NONE_KNOWN, ITS_ID);
      }
    }
    ObjectNode receipt = receipt(outbox.find(view(), act.document()).orElseThrow());
    consultations.deletion(view(), told.encounter()).writeTo(receipt);
    return receipt;
  }

  private ObjectNode confirmed(Taken taken, Told.Confirmed told) throws RefusedSubmission {
    FolderActs.Act act = acts.of(taken.id(), latest(told.encounter()).id());
    if (!act.done()) {
      OutboxDocument latest = unchanged(act, told.encounter());
      if (!outbox.happens(
          view(),
          latest.id(),
          Consultations.confirmed(latest, stated(told.by())),
          acts.done(taken.id(), trail.confirmed(latest)))) {
        throw new RefusedSubmission(
            "/confirmed",
            "no report of this consultation waits to be confirmed; it is " + latest.state().text(),
            "See what has become of it");
      }
    }
    return receipt(outbox.find(view(), act.document()).orElseThrow());
  }

  // Whoever told this had seen no later one.
  private OutboxDocument unchanged(FolderActs.Act act, String encounter) throws RefusedSubmission {
    OutboxDocument latest = latest(encounter);
    if (!latest.id().equals(act.document())) {
      throw new RefusedSubmission(
          "/encounterId",
          "another version has come since this was taken; nothing was done with either",
          "Look at that version, and say it again if it is meant too");
    }
    return latest;
  }

  private OutboxDocument latest(String encounter) throws RefusedSubmission {
    return consultations
        .latest(view(), encounter)
        .orElseThrow(() -> new RefusedSubmission("/encounterId", NONE_KNOWN, ITS_ID));
  }

  private OutboxView view() {
    return OutboxView.of(organisation);
  }

  private static String stated(String by) {
    return by + ", stated by the " + FolderTrail.NAME;
  }

  private ObjectNode receipt(OutboxDocument document) {
    ObjectNode receipt = JsonNodeFactory.instance.objectNode();
    receipt.put("encounterId", document.encounter().id());
    receipt.put("document", document.id().toString());
    receipt.put("version", document.encounter().version());
    receipt.put("state", document.state().text());
    document.progress().waitsUntil().ifPresent(at -> receipt.put("waitsUntil", at.toString()));
    document.failure().ifPresent(why -> receipt.put("failure", why));
    receipt.put("ask", base.resolve("/api/v1/documents/" + document.id()).toString());
    return receipt;
  }
}
