package gpcm.cli.testbench;

import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshMailbox;
import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MessageType;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.UnreadableMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sends exemplar messages and collects what comes back for them. Only answers to its own messages
 * leave the mailbox; whatever else waits there stays. One thread.
 */
final class SyntheticSender {
  private final MeshMailbox mesh;
  private final ExemplarMessages messages;
  private final MeshAddress recipient;
  private final MessageReader reader = new MessageReader();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Set<String> others = new HashSet<>();
  // Answers to messages whose id their receiver could not read: they name no original.
  private final List<Outcome.Answer> anonymous = new ArrayList<>();

  SyntheticSender(MeshMailbox mesh, ExemplarMessages messages, MeshAddress recipient) {
    this.mesh = mesh;
    this.messages = messages;
    this.recipient = recipient;
  }

  /**
   * Sends an exemplar. Of a pair only the first message goes now: a receiver may take messages in
   * any order, and the second means something else when it comes first.
   *
   * @throws gpcm.mesh.MeshException when MESH does not take it
   */
  void send(Exemplar exemplar) {
    Outcome outcome = new Outcome(exemplar, messages.of(exemplar));
    outcomes.add(outcome);
    post(outcome);
  }

  private void post(Outcome outcome) {
    WireMessage message = outcome.next();
    SentMessage sent =
        mesh.send(
            OutgoingMessage.to(recipient, Workflows.DOCUMENT, message.body())
                .localId(message.sender().value())
                .sharedLocalId(true)
                .subject(message.subject())
                .fileName(message.messageId() + ".xml")
                .contentType("application/xml")
                .build());
    outcome.sent(message.messageId(), sent.messageId());
  }

  /**
   * Looks once through the mailbox for answers, and sends what waited for them.
   *
   * @return whether everything that was sent has been answered
   */
  boolean collect() throws IOException {
    InboxPage page = mesh.inbox(InboxQuery.all());
    while (true) {
      for (String id : page.messageIds()) {
        if (!others.contains(id)) {
          collect(id);
        }
      }
      if (page.next().isEmpty()) {
        outcomes.stream().filter(Outcome::nextIsDue).forEach(this::post);
        return complete();
      }
      page = mesh.inbox(InboxQuery.all().from(page.next().get()));
    }
  }

  private boolean complete() {
    List<Outcome> open = outcomes.stream().filter(outcome -> !outcome.complete()).toList();
    return open.size() <= anonymous.size() && open.stream().allMatch(Outcome::mayBeUnreadable);
  }

  private void collect(String id) throws IOException {
    boolean ours = false;
    try (Download download = mesh.download(id)) {
      MessageHeaders headers = download.headers();
      if (headers.messageType() == MessageType.REPORT) {
        ours = reported(headers);
      } else if (headers.workflowId().equals(Optional.of(Workflows.ACKNOWLEDGEMENT))) {
        ours = answered(download);
      }
    }
    if (ours) {
      mesh.acknowledge(id);
    } else {
      others.add(id);
    }
  }

  private boolean reported(MessageHeaders report) {
    Optional<Outcome> owner =
        report.linkedMessageId().flatMap(id -> first(outcome -> outcome.meshIds().contains(id)));
    owner.ifPresent(
        outcome ->
            outcome.reported(
                (report.statusCode().orElse("") + " " + report.statusDescription().orElse(""))
                    .strip()));
    return owner.isPresent();
  }

  private boolean answered(Download download) throws IOException {
    ReadMessage message;
    try {
      message = reader.readXml(download.body(), AttachmentSink.discarding());
    } catch (UnreadableMessageException e) {
      return false;
    }
    if (!(message instanceof ItkResponse response)) {
      return false;
    }
    Outcome.Answer answer = Outcome.Answer.of(response);
    String original = response.respondsTo().orElse("");
    if (original.equals(ItkResponse.UNREADABLE_ORIGINAL)) {
      boolean ours = outcomes.stream().filter(Outcome::mayBeUnreadable).count() > anonymous.size();
      return ours && anonymous.add(answer);
    }
    Optional<Outcome> owner = first(outcome -> outcome.messageIds().contains(original));
    owner.ifPresent(outcome -> outcome.answered(answer));
    return owner.isPresent();
  }

  private Optional<Outcome> first(Predicate<Outcome> fits) {
    return outcomes.stream().filter(fits).findFirst();
  }

  /** Everything sent, in order, with what came back so far. */
  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /**
   * The same at the end: answers that name no original go to the messages that may have been
   * unreadable and have no answer of their own.
   */
  List<Outcome> results() {
    for (Outcome.Answer answer : anonymous) {
      first(outcome -> outcome.mayBeUnreadable() && !outcome.complete())
          .ifPresent(outcome -> outcome.answered(answer));
    }
    anonymous.clear();
    return outcomes();
  }

  /** How many messages wait in the mailbox that are no answers to what was sent. */
  int others() {
    return others.size();
  }
}
