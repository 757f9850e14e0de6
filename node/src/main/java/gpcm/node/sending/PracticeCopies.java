package gpcm.node.sending;

import gpcm.consultation.Document;
import gpcm.exchange.Actor;
import gpcm.exchange.AlertText;
import gpcm.exchange.Deadline;
import gpcm.exchange.Event;
import gpcm.message.RecipientType;
import gpcm.message.SendDocument;
import gpcm.node.content.ContentHash;
import gpcm.node.ledger.BuiltColumns;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToBuild;
import gpcm.node.mailbox.Mailbox;
import gpcm.pds.Copy;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the registered practice's copies of what goes to another provider: each a document of its
 * own in the outbox, with its own message and its own acknowledgements (GPCM-SD-OC-142).
 */
record PracticeCopies(Ledger ledger, MessageAssembly assembly, MessageStoring storing) {

  /**
   * What is copied.
   *
   * @param source what it says
   * @param files its files, the report first
   */
  record Original(
      Document source,
      Mailbox mailbox,
      MessageAssembly.Assembled assembled,
      List<DocumentFile> files) {}

  /**
   * Makes the copy.
   *
   * @param known bytes of its files that need not be read from the content store
   */
  void make(
      StepResult result,
      ToBuild claimed,
      Original copied,
      String address,
      Map<ContentHash, byte[]> known)
      throws IOException {
    SendDocument message =
        around(claimed, copied, known)
            .copyFor(RecipientType.FOR_INFORMATION, ledger.clock(), UUID::randomUUID);
    MessageAssembly.Assembled assembled = copied.assembled();
    assembly.outside().check(message, copied.mailbox(), address, assembled.subject(), true);
    BuiltColumns columns =
        Building.columns(
            message,
            assembled.subject(),
            address,
            storing.write(result, message, assembled.size()));
    UUID id = UUID.randomUUID();
    UUID original = claimed.lease().id();
    result.write(
        DocumentRows.COPY,
        new Row()
            .put("id", id)
            .put("original", original)
            .put("type", RecipientType.FOR_INFORMATION.code())
            .put("at", ledger.clock().instant())
            .put("subject", columns.subject())
            .put("message_id", columns.messageId())
            .put("document_id", columns.documentId())
            .put("message_sha256", columns.content().hash().hex())
            .put("message_size", columns.content().size())
            .put("address", columns.address())
            .putAny("replaces", claimed.practiceHolds())
            .putAny("not_accepted", notAccepted()));
    for (DocumentFile file : copied.files()) {
      result.write(DocumentRows.FILE, DocumentRows.file(id, file));
    }
    event(
        result,
        claimed,
        original,
        "copied",
        "document " + id + " carries a copy to the registered practice, for information");
    event(
        result,
        claimed,
        id,
        "accepted",
        "copy of document %s for the registered practice, for information%s"
            .formatted(
                original,
                claimed.practiceHolds().map(held -> ", replaces document " + held).orElse("")));
    event(result, claimed, id, "built", Building.detail(columns));
  }

  // Around the same document, unless the practice holds something else of the encounter than the
  // provider does: then it has to replace that, in a document of its own.
  private SendDocument around(ToBuild claimed, Original copied, Map<ContentHash, byte[]> known) {
    Optional<String> held = claimed.practiceHolds();
    if (held.equals(claimed.replaces())) {
      return copied.assembled().message();
    }
    Map<ContentHash, byte[]> bytes = new HashMap<>(known);
    copied.assembled().rendered().ifPresent(pdf -> bytes.put(ContentHash.of(pdf), pdf));
    Document source = copied.source();
    return assembly
        .of(
            source.as(source.encounter().as(claimed.version(), held)),
            UUID.randomUUID(),
            copied.mailbox().id(),
            copied.files(),
            bytes)
        .message();
  }

  private double notAccepted() {
    return ledger.pace().of(Deadline.NOT_ACCEPTED).toMillis() / 1000.0;
  }

  /** Tells before it is built: the practice must not be left without a word as a node dies. */
  void none(StepResult result, ToBuild claimed) {
    UUID id = claimed.lease().id();
    String why =
        switch (Copy.valueOf(claimed.lookedUp().orElseThrow().copy())) {
          case NOT_LOOKED_UP ->
              "The patient's demographic record is restricted, so nobody has looked for a"
                  + " practice.";
          case NOT_DELIVERABLE ->
              "By the look-up, the patient has no practice that it could go to.";
          case HELD, SENT -> "By the look-up, it is not certain which practice should have it.";
        };
    event(result, claimed, id, "copy-not-sent", why);
    ledger.tellOfDocument(
        claimed.organisation(),
        id,
        new AlertText(
            "copy-not-sent/" + id,
            "The practice gets no copy of what goes to another provider",
            why + " The document itself goes to the provider.",
            "See what the look-up says on the document's page. Tell the patient's practice by other"
                + " means, where there is one, and close this with what you did."));
  }

  private static void event(
      StepResult result, ToBuild claimed, UUID document, String kind, String detail) {
    result.event(claimed.organisation(), document, new Event(kind, detail, new Actor.Software()));
  }
}
