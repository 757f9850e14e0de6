package gpcm.node.receiving;

import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.OutgoingMessages;
import gpcm.node.mailbox.PostingListener;
import gpcm.node.mailbox.ReceivedMessage;
import gpcm.node.mailbox.ReceivedMessages;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import gpcm.node.store.Transaction;
import gpcm.rules.catalogue.RuleCatalogue;
import java.time.InstantSource;
import java.util.Map;

/** The receiving half of a node, put together. Thread-safe. */
public final class Receiving {
  private final Worklist worklist;
  private final DocumentReceiving documents;

  /** Puts it together over the node's shared parts. */
  public Receiving(
      Database database,
      ContentStore content,
      OutgoingMessages outgoing,
      ReceivedMessages received,
      Timeline timeline,
      Alerts alerts,
      InstantSource clock,
      Map<String, Mailbox> mailboxes,
      PatientRegistry patients,
      ReceivingSettings settings,
      Tolerances tolerances,
      MessageWriter writer) {
    WorklistEntries entries = new WorklistEntries();
    this.worklist = new Worklist(database, timeline, entries);
    this.documents =
        new DocumentReceiving(
            RuleCatalogue.rules(tolerances),
            settings,
            patients,
            received,
            new WorklistFiling(content, entries, timeline),
            new Responses(content, outgoing, writer, timeline, clock, mailboxes),
            new Seen(),
            new FindingLog(),
            timeline,
            alerts);
  }

  /** Is told what becomes of the acknowledgements. */
  public static PostingListener postingListener(Timeline timeline, Alerts alerts) {
    return new ResponsePosting(timeline, alerts);
  }

  /** The worklist. */
  public Worklist worklist() {
    return worklist;
  }

  /**
   * Takes a Send Document message in.
   *
   * @return false when it has to wait for what arrived before it; nothing was done then
   */
  public boolean receive(Transaction transaction, ReceivedMessage message, SendDocument document) {
    return documents.receive(transaction, message, document);
  }

  /** Takes in a message that could not be read. */
  public void unreadable(
      Transaction transaction, ReceivedMessage message, UnreadableMessageException cause) {
    documents.unreadable(transaction, message, cause);
  }
}
