package gpcm.testbench;

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
import gpcm.message.CanonicalId;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.Findings;
import gpcm.rules.MeshMetadata;
import gpcm.rules.Rules;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sends exemplar messages and collects what comes back for them. Only answers to its own messages
 * leave the mailbox; whatever else waits there stays. One thread.
 */
public final class SyntheticSender {
  private final MeshMailbox mesh;
  private final ExemplarMessages messages;
  private final MeshAddress recipient;
  private final MessageReader reader = new MessageReader();
  private final Rules rules = RuleCatalogue.rules(Tolerances.ALL);
  private final List<ExemplarOutcome> outcomes = new ArrayList<>();
  private final Map<String, SendDocument> originals = new HashMap<>();
  private final Set<String> others = new HashSet<>();
  // Answers to messages whose id their receiver could not read: they name no original.
  private final List<ExemplarOutcome.Answer> anonymous = new ArrayList<>();

  /**
   * A sender at this mailbox.
   *
   * @param patient whom all messages are about
   * @param recipient the receiver under test: its mailbox, or the patient's own practice
   */
  public SyntheticSender(
      MeshMailbox mesh, TestPatient patient, MeshAddress recipient, InstantSource clock) {
    this.mesh = mesh;
    this.messages = new ExemplarMessages(new MailboxId(mesh.mailbox()), patient, clock);
    this.recipient = recipient;
  }

  /**
   * Sends an exemplar. Of a pair only the first message goes now: a receiver may take messages in
   * any order, and the second means something else when it comes first.
   *
   * @throws gpcm.mesh.MeshException when MESH does not take it
   */
  public void send(Exemplar exemplar) {
    ExemplarOutcome outcome = new ExemplarOutcome(exemplar, messages.of(exemplar));
    outcomes.add(outcome);
    post(outcome);
  }

  private void post(ExemplarOutcome outcome) {
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
    original(message).ifPresent(document -> originals.putIfAbsent(message.messageId(), document));
  }

  /** What an answer is held against; an exemplar may be broken so that nobody can read it. */
  private Optional<SendDocument> original(WireMessage message) {
    try (InputStream in = message.body().openAt(0)) {
      return reader.readXml(in, AttachmentSink.discarding()) instanceof SendDocument document
          ? Optional.of(document)
          : Optional.empty();
    } catch (UnreadableMessageException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("an exemplar that was sent cannot be read again", e);
    }
  }

  /**
   * Looks once through the mailbox for answers, and sends what waited for them.
   *
   * @return whether everything that was sent has been answered
   */
  public boolean collect() throws IOException {
    InboxPage page = mesh.inbox(InboxQuery.all());
    while (true) {
      for (String id : page.messageIds()) {
        if (!others.contains(id)) {
          collect(id);
        }
      }
      if (page.next().isEmpty()) {
        outcomes.stream().filter(ExemplarOutcome::nextIsDue).forEach(this::post);
        return complete();
      }
      page = mesh.inbox(InboxQuery.all().from(page.next().get()));
    }
  }

  private boolean complete() {
    List<ExemplarOutcome> open = outcomes.stream().filter(outcome -> !outcome.complete()).toList();
    return open.size() <= anonymous.size()
        && open.stream().allMatch(ExemplarOutcome::mayBeUnreadable);
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
    Optional<ExemplarOutcome> owner =
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
    String original = response.respondsTo().map(CanonicalId::of).orElse("");
    ExemplarOutcome.Answer answer =
        ExemplarOutcome.Answer.of(response, check(response, original, download.headers()));
    if (original.equals(ItkResponse.UNREADABLE_ORIGINAL)) {
      boolean ours =
          outcomes.stream().filter(ExemplarOutcome::mayBeUnreadable).count() > anonymous.size();
      return ours && anonymous.add(answer);
    }
    Optional<ExemplarOutcome> owner = first(outcome -> outcome.messageIds().contains(original));
    owner.ifPresent(outcome -> outcome.answered(answer));
    return owner.isPresent();
  }

  private Findings check(ItkResponse response, String original, MessageHeaders headers) {
    MeshMetadata outside = OutsideOf.received(headers);
    SendDocument asked = originals.get(original);
    return asked == null ? rules.check(response, outside) : rules.check(response, asked, outside);
  }

  private Optional<ExemplarOutcome> first(Predicate<ExemplarOutcome> fits) {
    return outcomes.stream().filter(fits).findFirst();
  }

  /** Everything sent, in order, with what came back so far. */
  public List<ExemplarOutcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /**
   * The same at the end: answers that name no original go to the messages that may have been
   * unreadable and have no answer of their own.
   */
  public List<ExemplarOutcome> results() {
    for (ExemplarOutcome.Answer answer : anonymous) {
      first(outcome -> outcome.mayBeUnreadable() && !outcome.complete())
          .ifPresent(outcome -> outcome.answered(answer));
    }
    anonymous.clear();
    return outcomes();
  }

  /** How many messages wait in the mailbox that are no answers to what was sent. */
  public int others() {
    return others.size();
  }
}
