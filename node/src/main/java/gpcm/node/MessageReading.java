package gpcm.node;

import gpcm.exchange.DocumentFact;
import gpcm.exchange.IncomingFact;
import gpcm.exchange.IncomingMessage;
import gpcm.exchange.Transition;
import gpcm.fhir.AttachmentSink;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.message.OtherMessage;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.node.content.ContentException;
import gpcm.node.content.ContentHash;
import gpcm.node.content.WorkFolder;
import gpcm.node.ledger.AcknowledgementCode;
import gpcm.node.ledger.CaseClaims;
import gpcm.node.ledger.InParallel;
import gpcm.node.ledger.Lease;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.ReadColumns;
import gpcm.node.ledger.SentMessages;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToPost;
import gpcm.node.ledger.ToRead;
import gpcm.node.mailbox.MessagePosting;
import gpcm.node.mailbox.RecentContent;
import gpcm.node.receiving.DocumentReceiving;
import gpcm.node.receiving.DocumentReceiving.Checked;
import gpcm.node.receiving.DocumentReceiving.Judged;
import gpcm.node.register.RegisterUnavailableException;
import gpcm.node.sending.AnswerMatching;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads received messages: sees what each is and has sending or receiving judge it. What is nothing
 * we know is kept, and a person is told. Thread-safe.
 */
final class MessageReading {
  private static final Logger LOG = LoggerFactory.getLogger(MessageReading.class);
  private static final int TOGETHER = 64;
  private static final long IN_MEMORY = 8L << 20;
  private static final int SMALL = 256 * 1024;

  private final Ledger ledger;
  private final CaseClaims claims;
  private final RecentContent recent;
  private final MessageReader reader;
  private final Path spill;
  private final DocumentReceiving receiving;
  private final Predicate<String> serves;
  private final Predicate<String> receives;
  private final AnswerMatching answers;
  private final SentMessages sent;
  private final MessagePosting posting;
  private final InParallel inParallel;

  MessageReading(
      Ledger ledger,
      CaseClaims claims,
      RecentContent recent,
      MessageReader reader,
      Path spill,
      DocumentReceiving receiving,
      Predicate<String> serves,
      Predicate<String> receives,
      AnswerMatching answers,
      MessagePosting posting,
      InParallel inParallel) {
    this.ledger = ledger;
    this.claims = claims;
    this.recent = recent;
    this.reader = reader;
    this.spill = spill;
    this.receiving = receiving;
    this.serves = serves;
    this.receives = receives;
    this.answers = answers;
    this.sent = new SentMessages(ledger);
    this.posting = posting;
    this.inParallel = inParallel;
  }

  /** Reads what is due; true when there may be more. */
  boolean round() {
    List<ToRead> claimed = claims.toRead(TOGETHER);
    List<ToRead> group = new ArrayList<>();
    long size = 0;
    for (ToRead each : claimed) {
      if (!group.isEmpty() && size + each.content().size() > IN_MEMORY) {
        readTogether(group);
        group.clear();
        size = 0;
      }
      group.add(each);
      size += each.content().size();
    }
    if (!group.isEmpty()) {
      readTogether(group);
    }
    return claimed.size() == TOGETHER;
  }

  /** What reading one message came to. */
  private sealed interface Read {
    record Document(Checked checked) implements Read {}

    record Response(AnswerMatching.Response response) implements Read {}

    record AnotherKind(ToRead message, OtherMessage other) implements Read {}

    record Report(ToRead message) implements Read {}

    record Unreadable(ToRead message, UnreadableMessageException cause) implements Read {}

    record Fact(ToRead message, IncomingFact fact) implements Read {}
  }

  private void readTogether(List<ToRead> claimed) {
    Path folder = spill.resolve(UUID.randomUUID().toString());
    try {
      Map<ContentHash, byte[]> known = known(claimed);
      List<Read> read = inParallel.map(claimed, each -> read(each, known, folder));
      finish(claimed, judge(read, folder));
    } finally {
      WorkFolder.delete(folder);
    }
  }

  private Map<ContentHash, byte[]> known(List<ToRead> claimed) {
    Map<ContentHash, byte[]> known = new HashMap<>();
    Set<ContentHash> missing = new HashSet<>();
    for (ToRead each : claimed) {
      ContentHash hash = each.content().hash();
      recent
          .take(hash)
          .ifPresentOrElse(
              bytes -> known.put(hash, bytes),
              () -> {
                if (each.content().size() <= SMALL) {
                  missing.add(hash);
                }
              });
    }
    missing.removeAll(known.keySet());
    if (!missing.isEmpty()) {
      try {
        known.putAll(ledger.content().readAll(missing));
      } catch (ContentException e) {
        // One of them is damaged: each is read by itself then, and that one says so.
        LOG.debug("read one by one", e);
      }
    }
    return known;
  }

  private Read read(ToRead message, Map<ContentHash, byte[]> known, Path folder) {
    if (message.report()) {
      return new Read.Report(message);
    }
    // It may be back at the next start: nothing is decided, and nothing answered, without it.
    if (!serves.test(message.organisation())) {
      return new Read.Fact(
          message,
          new IncomingFact.Delayed(
              "organisation "
                  + message.organisation()
                  + ", in whose mailbox it came, is not in this node's configuration"));
    }
    try {
      Files.createDirectories(folder);
      byte[] here = known.get(message.content().hash());
      try (InputStream bytes =
          here != null
              ? new ByteArrayInputStream(here)
              : ledger.content().open(message.content().hash())) {
        return sorted(message, reader.readXml(bytes, AttachmentSink.spilling(SMALL, folder)));
      }
    } catch (UnreadableMessageException e) {
      return new Read.Unreadable(message, e);
    } catch (ContentException e) {
      return new Read.Fact(message, new IncomingFact.Damaged(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      return new Read.Fact(message, delayed(message, e));
    }
  }

  private Read sorted(ToRead message, ReadMessage read) {
    return switch (read) {
      case SendDocument document -> {
        // From here on nothing that people are told names where a confidential one came from.
        ToRead found = document.composition().restricted() ? message.asRestricted() : message;
        yield receives.test(found.organisation())
            ? new Read.Document(receiving.check(found, document))
            : new Read.Fact(
                found,
                new IncomingFact.NotForUs(
                    "It is a document, but this organisation only sends here."));
      }
      case ItkResponse response ->
          response.codeText().isEmpty()
              ? new Read.Fact(
                  message,
                  new IncomingFact.NotForUs("It is an ITK3 response without a response code."))
              : new Read.Response(new AnswerMatching.Response(message, response));
      case OtherMessage other ->
          receives.test(message.organisation())
              ? new Read.AnotherKind(message, other)
              : new Read.Fact(
                  message,
                  new IncomingFact.NotForUs(
                      "It is an ITK3 message of another kind: " + other.kind() + "."));
    };
  }

  private IncomingFact delayed(ToRead message, Exception cause) {
    LOG.atWarn()
        .addKeyValue("received", message.message().id())
        .log("reading failed and is tried again: {}", Outages.cause(cause));
    LOG.debug("the cause", cause);
    return new IncomingFact.Delayed(
        cause instanceof RegisterUnavailableException
            ? cause.getMessage()
            : cause.getClass().getSimpleName());
  }

  private List<Judged> judge(List<Read> read, Path folder) {
    List<Checked> documents = new ArrayList<>();
    List<AnswerMatching.Response> responses = new ArrayList<>();
    List<Judged> judged = new ArrayList<>();
    for (Read each : read) {
      switch (each) {
        case Read.Document(Checked checked) -> documents.add(checked);
        case Read.Response(AnswerMatching.Response response) -> responses.add(response);
        case Read.Report(ToRead message) -> judged.add(report(message));
        case Read.AnotherKind(ToRead message, OtherMessage other) ->
            judged.add(
                receiving.anotherKind(message, other, posting.hasRoom(message.organisation())));
        case Read.Unreadable(ToRead message, UnreadableMessageException cause) ->
            judged.add(
                receiving.unreadable(message, cause, posting.hasRoom(message.organisation())));
        case Read.Fact(ToRead message, IncomingFact fact) -> judged.add(decided(message, fact));
      }
    }
    judged.addAll(documents(documents, folder));
    judged.addAll(responses(responses));
    return judged;
  }

  private List<Judged> documents(List<Checked> documents, Path folder) {
    try {
      return receiving.judge(
          documents, (checked, first) -> isSame(checked, first, folder), posting::hasRoom);
    } catch (RuntimeException e) {
      if (Outages.isOutage(e) || documents.size() == 1) {
        return documents.stream()
            .map(each -> decided(each.message(), delayed(each.message(), e)))
            .toList();
      }
      List<Judged> alone = new ArrayList<>();
      documents.forEach(each -> alone.addAll(documents(List.of(each), folder)));
      return alone;
    }
  }

  // Rare and thorough: the first one is read again and the two are compared element by element.
  private boolean isSame(Checked checked, UUID first, Path folder) {
    ContentHash hash =
        ledger
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select sha256 from received_message where id = :id")
                        .bind("id", first)
                        .mapTo(String.class)
                        .map(ContentHash::new)
                        .one());
    try (InputStream bytes = ledger.content().open(hash)) {
      return reader.readXml(bytes, AttachmentSink.spilling(SMALL, folder))
              instanceof SendDocument before
          && SameDocument.test(before, checked.document());
    } catch (IOException | UnreadableMessageException e) {
      throw new IllegalStateException(
          "the message with the same id, received before, cannot be read again", e);
    }
  }

  private List<Judged> responses(List<AnswerMatching.Response> responses) {
    Map<UUID, AnswerMatching.Match> matches;
    try {
      matches = answers.match(responses);
    } catch (RuntimeException e) {
      return responses.stream()
          .map(each -> decided(each.message(), delayed(each.message(), e)))
          .toList();
    }
    return responses.stream()
        .map(
            each ->
                Optional.ofNullable(matches.get(each.message().message().id()))
                    .map(match -> response(each, match))
                    .orElseGet(() -> unmatched(each)))
        .toList();
  }

  private Judged unmatched(AnswerMatching.Response read) {
    ItkResponse response = read.response();
    String code = response.codeText().orElseThrow();
    return decided(
        read.message(),
        new IncomingFact.NotForUs(
            "It is an ITK3 response with code "
                + code
                + " to a message that this organisation did not send."),
        new ReadColumns(
            response.messageId(),
            Optional.empty(),
            response.senderReference(),
            false,
            Optional.empty(),
            Optional.of(new ReadColumns.Response(code, Optional.empty())),
            List.of()));
  }

  private Judged response(AnswerMatching.Response read, AnswerMatching.Match match) {
    ItkResponse response = read.response();
    String code = response.codeText().orElseThrow();
    if (!(match instanceof AnswerMatching.Match.Found found)) {
      return decided(read.message(), new IncomingFact.NotItsTurn());
    }
    DocumentReceiving.ResponseFindings findings = receiving.findings(read.message(), response);
    Judged judged =
        decided(
            read.message(),
            new IncomingFact.AnswersDocument(code, found.document().toString()),
            new ReadColumns(
                response.messageId(),
                Optional.empty(),
                response.senderReference(),
                false,
                Optional.empty(),
                Optional.of(new ReadColumns.Response(code, Optional.of(found.document()))),
                findings.notChecked()));
    findings.note(judged.result());
    judged
        .result()
        .document(
            found.document(),
            new DocumentFact.Answered(
                AcknowledgementCode.of(response),
                found.evidence(),
                read.message().message().sender(),
                response.diagnostics().orElse(""),
                AcknowledgementCode.unclear(response)));
    return judged;
  }

  private Judged report(ToRead message) {
    ToRead.Envelope report = message.envelope();
    boolean mayBeUnderWay;
    Optional<SentMessages.Found> about;
    try {
      mayBeUnderWay =
          !message.message().patienceIsOver(ledger.clock().instant(), ledger.pace())
              && sent.anyUnderWay(message.organisation());
      about = sent.find(message.organisation(), report.linkedMessageId());
    } catch (RuntimeException e) {
      return decided(message, delayed(message, e));
    }
    if (about.isEmpty() && mayBeUnderWay) {
      return decided(message, new IncomingFact.NotItsTurn());
    }
    if (about.isEmpty()) {
      return decided(
          message,
          new IncomingFact.NotForUs(
              "MESH reports code %s (%s) about message %s, and this node has no record of sending it."
                  .formatted(
                      report.statusCode(), report.statusDescription(), report.linkedMessageId())));
    }
    Judged judged =
        decided(message, new IncomingFact.ReportsOn(report.statusCode(), report.linkedMessageId()));
    SentMessages.undelivered(
        judged.result(), about.get(), report.statusCode(), report.statusDescription());
    return judged;
  }

  private Judged decided(ToRead message, IncomingFact fact) {
    return decided(message, fact, ReadColumns.NONE);
  }

  private Judged decided(ToRead message, IncomingFact fact, ReadColumns columns) {
    Transition<IncomingMessage> transition =
        message.message().after(fact, ledger.clock().instant(), ledger.pace());
    return new Judged(
        message,
        new StepResult().message(message.lease(), message.organisation(), transition, columns),
        List.of());
  }

  // What answers nobody may be taken back by a crash: the message is then read again.
  private void finish(List<ToRead> claimed, List<Judged> judged) {
    List<StepResult> results = judged.stream().map(Judged::result).toList();
    boolean answered = judged.stream().anyMatch(each -> !each.next().isEmpty());
    boolean filed = judged.stream().anyMatch(each -> !each.message().report());
    Ledger.Applied applied = answered || filed ? ledger.apply(results) : ledger.applySoon(results);
    List<ToPost> next = new ArrayList<>();
    List<Lease> back = new ArrayList<>();
    for (Judged each : judged) {
      UUID id = each.message().message().id();
      if (applied.of(id)) {
        next.addAll(each.next());
      } else if (applied.dropped().contains(id)) {
        back.add(each.message().lease());
      } else {
        ledger.apply(
            List.of(
                decided(each.message(), new IncomingFact.Delayed("its result could not be stored"))
                    .result()));
      }
    }
    ledger.giveBack(back);
    posting.handOver(next);
    assert judged.size() == claimed.size();
  }
}
