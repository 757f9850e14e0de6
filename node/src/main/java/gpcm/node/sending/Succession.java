package gpcm.node.sending;

import gpcm.consultation.Document;
import gpcm.exchange.DocumentState;
import gpcm.node.ledger.NewDocument;
import gpcm.node.sending.SubmissionRefused.Reason;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where a document that is handed in stands among what was handed in about its encounter before:
 * which document it replaces, and which one of its own version it takes the place of
 * (GPCM-SD-CS-007, digest, sections 4 and 5). Whoever hands it in need not say what this node knows
 * itself, and what contradicts it is refused.
 *
 * @param document the document, with what it replaces
 * @param aside the document of its own version in whose place it comes
 * @param overtaken the earlier version in whose place it comes: it has not left, but the practice's
 *     copy of it has, so that this one is a version of its own
 * @param passed earlier versions that it does not replace, since they are with nobody
 * @param words what was decided, for its timeline; empty for a first version
 */
record Succession(
    Document document,
    Optional<NewDocument.Aside> aside,
    Optional<UUID> overtaken,
    List<UUID> passed,
    String words) {
  /** What can no longer be with anybody, or counts no more. */
  private static final Set<DocumentState> GONE =
      EnumSet.of(
          DocumentState.FAILED,
          DocumentState.REJECTED,
          DocumentState.VOID,
          DocumentState.SUPERSEDED,
          DocumentState.WITHDRAWN,
          DocumentState.NOT_SENT,
          DocumentState.OTHER_ROUTE,
          DocumentState.GIVEN_UP);

  /** What a person ends, also when it has got there and only the last word of it is missing. */
  private static final Set<DocumentState> ENDED_BY_A_PERSON =
      EnumSet.of(DocumentState.OTHER_ROUTE, DocumentState.GIVEN_UP);

  /**
   * Decides.
   *
   * @param earlier what was handed in about the encounter before
   * @param copied those of them whose copy for the practice may have left
   * @param named what {@code replaces} names among all documents of the organisation; an encounter
   *     is named by its own id
   * @param again whether it is sent again on purpose
   * @param update whether it comes in the place of its version if that has not left yet
   * @throws SubmissionRefused when it cannot stand there
   */
  static Succession of(
      Document document,
      List<OutboxDocument> earlier,
      Set<UUID> copied,
      List<OutboxDocument> named,
      boolean again,
      boolean update) {
    Records records = new Records(document, earlier, copied, update);
    if (document.replaces().isPresent()) {
      records.requireSameEncounter(named);
    }
    Optional<NewDocument.Aside> aside = records.aside(again);
    if (!update) {
      records.requireNothingWaits();
    }
    Optional<OutboxDocument> before = records.before();
    document.replaces().ifPresent(text -> records.requireLatest(text, named, before));
    before.ifPresent(records::requireSamePatient);
    String replacing =
        before
            .map(one -> ", replaces document " + documentId(one) + " (" + one.id() + ")")
            .orElse("");
    Optional<UUID> overtaken = records.overtaken().map(OutboxDocument::id);
    String instead =
        aside
            .map(NewDocument.Aside::document)
            .or(() -> overtaken)
            .map(one -> ", in the place of document " + one)
            .orElse("");
    return new Succession(
        before.isPresent()
            ? document.as(document.encounter().replacing(documentId(before.get())))
            : document,
        aside,
        overtaken,
        records.passed(),
        replacing + instead);
  }

  /** The document, of whichever version, that has not left and in whose place it comes. */
  Optional<UUID> inPlaceOf() {
    return aside.map(NewDocument.Aside::document).or(() -> overtaken);
  }

  /**
   * Which report of its encounter the next one is (GPCM-SD-CS-007): what never left is none.
   *
   * @param earlier what was handed in about the encounter before
   * @param copied those of them whose copy for the practice may have left: the practice has one
   */
  static int next(List<OutboxDocument> earlier, Set<UUID> copied) {
    int highest = earlier.stream().mapToInt(each -> each.encounter().version()).max().orElse(0);
    boolean counts =
        earlier.stream()
            .filter(each -> each.encounter().version() == highest)
            .anyMatch(
                each ->
                    each.progress().mayHaveLeft()
                        || each.state() == DocumentState.OTHER_ROUTE
                        || copied.contains(each.id()));
    return highest == 0 ? 1 : counts ? highest + 1 : highest;
  }

  // What its receiver has taken in is there, whatever a person wrote beneath it here.
  private static boolean gone(OutboxDocument document) {
    boolean takenIn =
        document.acknowledgements().infrastructure().filter("20013"::equals).isPresent();
    return GONE.contains(document.state())
        && !(takenIn && ENDED_BY_A_PERSON.contains(document.state()));
  }

  private static String documentId(OutboxDocument document) {
    return document.identifiers().documentId().orElseThrow();
  }

  /** What this node knows of an encounter, beside a document that is handed in. */
  private record Records(
      Document document, List<OutboxDocument> earlier, Set<UUID> copied, boolean update) {
    int version() {
      return document.version();
    }

    int highest() {
      return earlier.stream().mapToInt(each -> each.encounter().version()).max().orElse(0);
    }

    boolean stands(OutboxDocument each) {
      return !each.encounter().superseded() && !gone(each);
    }

    /** The earlier version that has not left and does not any more, though its copy has. */
    Optional<OutboxDocument> overtaken() {
      return earlier.stream().filter(this::isOvertaken).findFirst();
    }

    private boolean isOvertaken(OutboxDocument each) {
      return update
          && each.encounter().version() < version()
          && each.neverLeft()
          && stands(each)
          && copied.contains(each.id());
    }

    /** The latest version before this one that stands. */
    Optional<OutboxDocument> before() {
      return earlier.stream()
          .filter(
              each -> stands(each) && !isOvertaken(each) && each.encounter().version() < version())
          .max(Comparator.comparingInt(each -> each.encounter().version()));
    }

    /** The earlier versions that are with nobody. */
    List<UUID> passed() {
      return earlier.stream()
          .filter(
              each -> each.encounter().version() < version() && (gone(each) || isOvertaken(each)))
          .map(OutboxDocument::id)
          .toList();
    }

    void requireSameEncounter(List<OutboxDocument> named) {
      if (named.isEmpty()) {
        throw new SubmissionRefused(
            Reason.REPLACEMENT,
            "/replaces",
            "this node has sent no document of this organisation that is called so",
            "Send the id that submission returned, the document id, or the encounter's id; or leave"
                + " it out, then the latest version of the encounter is replaced");
      }
      requireSamePatient(named.getFirst());
      String encounter = named.getFirst().encounter().id();
      if (!document.encounterId().equals(encounter)) {
        throw new SubmissionRefused(
            Reason.REPLACEMENT,
            "/encounterId",
            "the document it replaces is about encounter " + encounter,
            "All versions of one encounter carry its id");
      }
    }

    void requireSamePatient(OutboxDocument replaced) {
      if (!document.patient().nhsNumber().value().equals(replaced.patient().nhsNumber())) {
        throw new SubmissionRefused(
            Reason.REPLACEMENT,
            "/patient/nhsNumber",
            "the document it replaces is about another patient",
            "Check which document it is to replace, and which encounter it is about");
      }
    }

    /** What makes room for it; refused when its version is not the one whose turn it is. */
    Optional<NewDocument.Aside> aside(boolean again) {
      Optional<OutboxDocument> same =
          earlier.stream()
              .filter(
                  each -> each.encounter().version() == version() && !each.encounter().superseded())
              .findFirst();
      if (same.isEmpty()) {
        requireNext(again);
        return Optional.empty();
      }
      OutboxDocument there = same.get();
      boolean latest = version() == highest();
      if (copied.contains(there.id()) && !again && !stands(there)) {
        throw new SubmissionRefused(
            Reason.VERSION_TAKEN,
            "/version",
            "version %d of this encounter was handed in before, and the copy of document %s for the practice has left"
                .formatted(version(), there.id()),
            "Send it as version %d: the practice's copy of it replaces the one that left"
                .formatted(highest() + 1));
      }
      if (stands(there) && !(again && latest) && !(update && there.neverLeft())) {
        throw new SubmissionRefused(
            Reason.VERSION_TAKEN,
            "/version",
            "version %d of this encounter was handed in before, as document %s, which is %s"
                .formatted(version(), there.id(), there.state().text()),
            latest
                ? "To correct it, send version %d. To send this version again on purpose, say so with ?again=true"
                    .formatted(highest() + 1)
                : "Version %d was handed in since; to correct that, send version %d"
                    .formatted(highest(), highest() + 1));
      }
      if (!latest) {
        throw new SubmissionRefused(
            Reason.VERSION,
            "/version",
            "version %d of this encounter was handed in since (GPCM-SD-CS-007)"
                .formatted(highest()),
            "Send it as version " + (highest() + 1));
      }
      return Optional.of(new NewDocument.Aside(there.id(), again));
    }

    // Two versions at once would go, and the older one perhaps last (GPCM-SD-CS-076).
    void requireNothingWaits() {
      earlier.stream()
          .filter(each -> stands(each) && each.waits() && each.encounter().version() < version())
          .findFirst()
          .ifPresent(
              there -> {
                throw new SubmissionRefused(
                    Reason.VERSION,
                    "/version",
                    "version %d of this encounter has not left yet: document %s is %s"
                        .formatted(there.encounter().version(), there.id(), there.state().text()),
                    "Record the change of the consultation (PUT /api/v1/consultations/{encounter}):"
                        + " it comes in the place of what waits");
              });
    }

    private void requireNext(boolean again) {
      if (version() == highest() + 1 && !again) {
        return;
      }
      if (again) {
        throw new SubmissionRefused(
            Reason.VERSION,
            "/version",
            "version %d of this encounter was not handed in before".formatted(version()),
            "Leave again out");
      }
      throw highest() == 0
          ? new SubmissionRefused(
              Reason.VERSION,
              "/version",
              "the first report of an encounter is version 1 (GPCM-SD-CS-007), and this node has"
                  + " sent none of this one",
              "Send it as version 1")
          : new SubmissionRefused(
              Reason.VERSION,
              "/version",
              "the latest version of this encounter is %d (GPCM-SD-CS-007)".formatted(highest()),
              "Send it as version " + (highest() + 1));
    }

    void requireLatest(String text, List<OutboxDocument> named, Optional<OutboxDocument> before) {
      boolean encounter = text.equals(document.encounterId());
      if (before.isPresent() && (encounter || named.getFirst().id().equals(before.get().id()))) {
        return;
      }
      OutboxDocument wrong = named.getLast();
      String remedy =
          before
              .map(one -> "Name document " + one.id() + ", or leave 'replaces' out")
              .orElse("Leave 'replaces' out: no earlier version stands with anybody");
      String rule;
      if (gone(wrong) && !encounter) {
        rule = "document %s is %s".formatted(wrong.id(), wrong.state().text());
      } else if (wrong.encounter().version() >= version()) {
        rule =
            "document %s is version %d, no earlier one than this"
                .formatted(wrong.id(), wrong.encounter().version());
      } else {
        rule = "document %s does not stand any more".formatted(wrong.id());
      }
      throw new SubmissionRefused(Reason.REPLACEMENT, "/replaces", rule, remedy);
    }
  }
}
