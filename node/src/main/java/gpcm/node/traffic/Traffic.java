package gpcm.node.traffic;

import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.node.content.ContentStore;
import gpcm.node.content.StoredContent;
import gpcm.node.journal.Timeline;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.traffic.TrafficRows.Root;
import gpcm.rules.Finding;
import gpcm.rules.Rules;
import gpcm.rules.SourcePosition;
import gpcm.rules.UnreadableFindings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * The messages that organisations of this node sent and received, for whoever runs it: a list by
 * any of their ids, and each with its answers, reports and what else is about the same. Nothing of
 * it tells of a patient, but for {@link #text} and what findings have {@code found}. Thread-safe.
 */
public final class Traffic {
  /** As many are shown that are about the same encounter. */
  private static final int RELATED = 50;

  private final Jdbi jdbi;
  private final ContentStore content;
  private final Timeline timeline;
  private final Rules rules;
  private final MessageReader reader = new MessageReader(ReadLimits.STANDARD, Tolerances.NONE);

  /**
   * Reads what nodes wrote.
   *
   * @param rules what messages are checked against that are sent
   */
  public Traffic(Jdbi jdbi, ContentStore content, Timeline timeline, Rules rules) {
    this.jdbi = jdbi;
    this.content = content;
    this.timeline = timeline;
    this.rules = rules;
  }

  /**
   * An answer that was sent, or is to be.
   *
   * @param confidential whether the document that it answers is
   * @param restrictedPatient whether the record of that document's patient is restricted
   */
  public record Answer(
      UUID id, StoredContent content, boolean confidential, boolean restrictedPatient) {}

  /** A part of the messages that somebody looks for, newest first. */
  public List<TrafficMessage> list(TrafficQuery query) {
    return jdbi.withHandle(handle -> new TrafficRows(handle, query.organisation()).list(query));
  }

  /**
   * A message of an organisation with everything that belongs to it; empty when it has none such.
   */
  public Optional<MessageGroup> group(String organisation, UUID id) {
    return jdbi.withHandle(
        handle -> {
          TrafficRows rows = new TrafficRows(handle, organisation);
          return rows.find(id).map(message -> group(rows, organisation, message));
        });
  }

  private MessageGroup group(TrafficRows rows, String organisation, TrafficMessage message) {
    Root root = rows.root(message);
    List<TrafficMessage> around =
        rows.some(
            root.document() ? TrafficStatements.AROUND_DOCUMENT : TrafficStatements.AROUND_RECEIVED,
            root.id());
    // A report on a copy that is not known any more still stands for itself.
    List<TrafficMessage> exchange =
        Stream.concat(around.stream(), Stream.of(message))
            .distinct()
            .sorted(TrafficRows.OLDEST_FIRST)
            .toList();
    List<UUID> there = exchange.stream().map(TrafficMessage::id).toList();
    List<TrafficMessage> related =
        rows
            .some(
                root.document()
                    ? TrafficStatements.RELATED_TO_DOCUMENT
                    : TrafficStatements.RELATED_TO_RECEIVED,
                root.id())
            .stream()
            .filter(each -> !there.contains(each.id()))
            .sorted(TrafficRows.OLDEST_FIRST.reversed())
            .limit(RELATED)
            .toList();
    // Whatever stands beside a confidential document that came, and who is at its other end, is
    // about the same consultation.
    boolean conceals =
        !root.document()
            && Stream.of(List.of(message), exchange, related)
                .flatMap(List::stream)
                .anyMatch(each -> each.origin() != Origin.DOCUMENT && each.confidential());
    return new MessageGroup(
        message,
        conceals ? exchange.stream().map(TrafficMessage::concealed).toList() : exchange,
        conceals ? related.stream().map(TrafficMessage::concealed).toList() : related,
        timeline(organisation, exchange),
        message.origin() == Origin.RECEIVED ? rows.findings(message.id()) : List.of(),
        message.origin() == Origin.RECEIVED ? rows.notChecked(message.id()) : List.of(),
        root.document() ? rows.asked(root.id()) : Optional.empty(),
        message.origin() == Origin.RECEIVED ? rows.entry(message.id()) : Optional.empty());
  }

  private List<TimelineEvent> timeline(String organisation, List<TrafficMessage> exchange) {
    return exchange.stream()
        .flatMap(
            each ->
                switch (each.origin()) {
                  case DOCUMENT -> timeline.ofDocument(organisation, each.id()).stream();
                  case RECEIVED -> timeline.ofReceived(organisation, each.id()).stream();
                  // What happens to an answer stands with the message that it answers.
                  case ANSWER -> Stream.<TimelineEvent>empty();
                })
        .sorted(
            Comparator.comparing(TimelineEvent::at).thenComparingLong(event -> event.place().id()))
        .toList();
  }

  /**
   * An answer of an organisation.
   *
   * @param name this node's id of it, or MESH's
   */
  public Optional<Answer> answer(String organisation, String name) {
    return jdbi.withHandle(handle -> new TrafficRows(handle, organisation).answer(name));
  }

  /**
   * What the rules found in a received message when it came.
   *
   * @param id this node's id of it, or of the entry that it became
   */
  public List<Finding> findings(String organisation, UUID id) {
    return jdbi.withHandle(handle -> new TrafficRows(handle, organisation).findings(id));
  }

  /**
   * What could not be checked of a received message when it came.
   *
   * @param id as for {@link #findings}
   */
  public List<MessageGroup.NotChecked> notChecked(String organisation, UUID id) {
    return jdbi.withHandle(handle -> new TrafficRows(handle, organisation).notChecked(id));
  }

  /**
   * What the rules find now in a message that is sent, as strictly as before it leaves.
   *
   * @throws IOException when its bytes cannot be read
   */
  public List<Finding> check(StoredContent message) throws IOException {
    try (InputStream in = content.open(message.hash())) {
      return rules.check(reader.readXml(in, AttachmentSink.discarding())).all();
    } catch (UnreadableMessageException e) {
      Finding finding = UnreadableFindings.unreadable("Bundle", e.getMessage());
      return List.of(e.line() > 0 ? finding.at(new SourcePosition(e.line(), e.column())) : finding);
    }
  }

  /**
   * What a message says, line by line, with what was found in it. Long content of attachments is
   * left out of it, and so is what comes after {@link SourceText#MOST_CHARACTERS}.
   *
   * @throws IOException when its bytes cannot be read
   */
  public SourceText text(StoredContent message, SourceText.Form form, List<Finding> findings)
      throws IOException {
    return SourceText.read(() -> content.open(message.hash()), form, findings);
  }
}
