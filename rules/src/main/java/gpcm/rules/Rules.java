package gpcm.rules;

import gpcm.message.ItkResponse;
import gpcm.message.OtherMessage;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.SourceFinding;
import gpcm.message.Tolerances;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * Checks a message against rules. Looks only at what it is given; knows neither storage nor
 * network. Never throws on a message, however odd. Immutable and safe for any number of threads;
 * build one and keep it.
 */
public final class Rules {
  private final RuleBook sent;
  private final RuleBook answered;
  private final Tolerances tolerances;

  private Rules(RuleBook sent, RuleBook answered, Tolerances tolerances) {
    this.sent = sent;
    this.answered = answered;
    this.tolerances = Objects.requireNonNull(tolerances, "tolerances");
  }

  /**
   * Rules that check messages.
   *
   * @param sent the rules for messages that carry a document, and for the header of any other
   * @param answered the rules for responses
   * @param tolerances which deviations of senders are tolerated on receipt; a tolerated fault is
   *     still reported, marked as such. {@link Tolerances#NONE} is the strict reading
   */
  public static Rules of(RuleBook sent, RuleBook answered, Tolerances tolerances) {
    return new Rules(sent, answered, tolerances);
  }

  /** What a message breaks. */
  public Findings check(ReadMessage message) {
    return check(message, Optional.empty());
  }

  /** What a message and the MESH metadata it travelled with break. */
  public Findings check(ReadMessage message, MeshMetadata mesh) {
    return check(message, Optional.of(mesh));
  }

  private Findings check(ReadMessage message, Optional<MeshMetadata> mesh) {
    Findings found =
        switch (message) {
          case SendDocument document -> check(sent, document.bundle(), mesh, true);
          case ItkResponse response -> check(answered, response.bundle(), mesh, false);
          // Another kind of message: its header says so, and its payload is not ours to judge.
          case OtherMessage other -> check(sent, other.bundle(), mesh, false);
        };
    return Findings.of(SourceFaults.of(message)).plus(found);
  }

  private Findings check(
      RuleBook book, Bundle bundle, Optional<MeshMetadata> mesh, boolean document) {
    MessageContext context = new MessageContext(bundle, mesh);
    List<Finding> findings = new ArrayList<>();
    check(book, context, MessagePart.MESSAGE, context.message(), findings);
    context
        .header()
        .ifPresent(header -> check(book, context, MessagePart.HEADER, header, findings));
    if (document) {
      context
          .documentBundle()
          .ifPresent(inner -> check(book, context, MessagePart.DOCUMENT, inner, findings));
      for (Element resource : context.inner()) {
        check(book, context, MessagePart.ANY_RESOURCE, resource, findings);
        check(book, context, MessagePart.each(resource.type()), resource, findings);
      }
    }
    return Findings.of(findings);
  }

  private void check(
      RuleBook book,
      MessageContext context,
      MessagePart part,
      Element resource,
      List<Finding> findings) {
    UseCaseKey useCase = book == answered ? UseCaseKey.UNKNOWN : context.useCase();
    for (RuleBook.Entry entry : book.rules(useCase, part)) {
      Rule rule = entry.rule();
      Taker taker = new Taker(entry, findings);
      try {
        rule.check().look(context, resource, taker);
      } catch (RuntimeException e) {
        // A rule that cannot cope must neither hide the others nor let the message pass unchecked.
        taker.broken(
            resource.path(),
            "something this rule could not look at (" + e.getClass().getSimpleName() + ")");
      }
    }
  }

  private final class Taker implements RuleCheck.Report {
    private final RuleBook.Entry entry;
    private final List<Finding> findings;

    Taker(RuleBook.Entry entry, List<Finding> findings) {
      this.entry = entry;
      this.findings = findings;
    }

    @Override
    public void broken(String path, String found) {
      broken(entry.rule().code(), path, found);
    }

    @Override
    public void broken(ResponseCode code, String path, String found) {
      findings.add(finding(code, path, found, false));
    }

    @Override
    public void tolerable(SourceFinding.Kind kind, String path, String found) {
      findings.add(finding(entry.rule().code(), path, found, tolerances.tolerates(kind)));
    }

    @Override
    public void outside(String path, String found) {
      findings.add(finding(entry.rule().code(), path, found, true));
    }

    private Finding finding(ResponseCode code, String path, String found, boolean tolerated) {
      Rule rule = entry.rule();
      return new Finding(
          entry.requirement(),
          rule.strength(),
          code,
          path,
          Optional.empty(),
          found,
          rule.expected(),
          rule.fix(),
          tolerated);
    }
  }
}
