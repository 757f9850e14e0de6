package gpcm.rules;

import gpcm.message.ItkResponse;
import gpcm.message.OtherMessage;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.SourceFinding;
import gpcm.message.Tolerances;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a message against rules. Looks only at what it is given; knows neither storage nor
 * network. Never throws on a message, however odd. Immutable and safe for any number of threads;
 * build one and keep it.
 */
public final class Rules {
  private final RuleBook sent;
  private final RuleBook answered;
  private final MessageCheck whole;
  private final Tolerances tolerances;
  private final InstantSource clock;

  private Rules(
      RuleBook sent,
      RuleBook answered,
      MessageCheck whole,
      Tolerances tolerances,
      InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.sent = sent;
    this.answered = answered;
    this.whole = whole;
    this.tolerances = Objects.requireNonNull(tolerances, "tolerances");
  }

  /**
   * Rules that check messages.
   *
   * @param sent the rules for messages that carry a document, and for the header of any other
   * @param answered the rules for responses
   * @param whole what else is asked of every element of a message or a response
   * @param tolerances which deviations of senders are tolerated on receipt; a tolerated fault is
   *     still reported, marked as such. {@link Tolerances#NONE} is the strict reading
   */
  public static Rules of(
      RuleBook sent, RuleBook answered, MessageCheck whole, Tolerances tolerances) {
    return new Rules(sent, answered, whole, tolerances, InstantSource.system());
  }

  /** The same rules by another clock, which tells what lies in the future. */
  public Rules by(InstantSource other) {
    return new Rules(sent, answered, whole, tolerances, other);
  }

  /** The same without a look at every element. */
  public static Rules of(RuleBook sent, RuleBook answered, Tolerances tolerances) {
    return of(sent, answered, MessageCheck.NOTHING, tolerances);
  }

  /** What a message breaks. */
  public Findings check(ReadMessage message) {
    return check(message, MessageContext.of(message.bundle(), clock.instant()));
  }

  /** What a message and the MESH metadata it travelled with break. */
  public Findings check(ReadMessage message, MeshMetadata mesh) {
    return check(message, MessageContext.of(message.bundle(), clock.instant(), mesh));
  }

  /**
   * What an answer breaks when it is held against the message it answers: what it has to return it
   * returns unchanged.
   */
  public Findings check(ItkResponse response, SendDocument original) {
    return check(
        response, MessageContext.of(response.bundle(), clock.instant(), original.bundle()));
  }

  /** The same, and what the MESH metadata that the answer travelled with break. */
  public Findings check(ItkResponse response, SendDocument original, MeshMetadata mesh) {
    return check(
        response, MessageContext.of(response.bundle(), clock.instant(), original.bundle(), mesh));
  }

  /** What the MESH metadata of a message breaks; the message itself is not looked at. */
  public Findings checkBeside(ReadMessage message, MeshMetadata mesh) {
    MessageContext context = MessageContext.of(message.bundle(), clock.instant(), mesh);
    Look look = look(message, context);
    look.at(MessagePart.MESH, context.message());
    return look.result();
  }

  private Look look(ReadMessage message, MessageContext context) {
    return message instanceof ItkResponse
        ? new Look(
            answered,
            context,
            context.original().map(MessageContext::useCase).orElse(UseCaseKey.UNKNOWN))
        : new Look(sent, context, context.useCase());
  }

  private Findings check(ReadMessage message, MessageContext context) {
    if (message instanceof OtherMessage other) {
      return Findings.of(List.of(anotherKind(other)));
    }
    Look look = look(message, context);
    look.at(MessagePart.MESSAGE, context.message());
    context.header().ifPresent(header -> look.at(MessagePart.HEADER, header));
    if (message instanceof SendDocument) {
      context.documentBundle().ifPresent(inner -> look.at(MessagePart.DOCUMENT, inner));
      for (Element resource : context.inner()) {
        look.at(MessagePart.ANY_RESOURCE, resource);
        look.at(MessagePart.each(resource.type()), resource);
      }
    }
    List<Finding> source = SourceFaults.of(message);
    look.whole(source);
    look.at(MessagePart.MESH, context.message());
    return Findings.of(source).plus(look.result());
  }

  // Its header says what it is, and the rest of it is not ours to judge: to mend its event would
  // make something else of it.
  private static Finding anotherKind(OtherMessage other) {
    return Finding.must(
        "GPCM-C-02",
        ResponseCode.MESSAGE_DEFINITION_ERROR,
        "MessageHeader.event",
        "another kind of ITK3 message: " + other.kind(),
        "a Send Document message (event ITK007C) or a response to one (ITK008M)",
        "It is "
            + other.kind()
            + ": ask whoever sends it what it is for, and where such messages go");
  }

  /** One look at one message through one book. */
  private final class Look {
    private final RuleBook book;
    private final MessageContext context;
    private final UseCaseKey useCase;
    private final List<Finding> findings = new ArrayList<>();
    private final List<CrashedRule> crashed = new ArrayList<>();
    private final List<NotChecked> unchecked = new ArrayList<>();

    Look(RuleBook book, MessageContext context, UseCaseKey useCase) {
      this.book = book;
      this.context = context;
      this.useCase = useCase;
    }

    void whole(List<Finding> source) {
      List<Finding> before = new ArrayList<>(source);
      before.addAll(findings);
      try {
        whole.look(context, tolerances, beyond(new AlreadySaid(before)));
      } catch (RuntimeException e) {
        crashed.add(new CrashedRule("FHIR", Strength.MUST, context.message().path(), e));
      }
    }

    private MessageCheck.Report beyond(AlreadySaid said) {
      return new MessageCheck.Report() {
        @Override
        public void found(Finding finding, Set<String> others) {
          if (!said.covers(finding, others)) {
            findings.add(finding);
          }
        }

        @Override
        public void leftToRules(Finding finding, Set<String> others) {
          if (!said.covers(finding, others)
              && !said.at(finding.path())
              && others.stream().noneMatch(said::at)) {
            findings.add(finding);
          }
        }

        @Override
        public void crashed(CrashedRule rule) {
          crashed.add(rule);
        }
      };
    }

    void at(MessagePart part, Element resource) {
      for (RuleBook.Entry entry : book.rules(useCase, part)) {
        Rule rule = entry.rule();
        try {
          rule.check()
              .look(
                  context,
                  resource,
                  new Taker(entry, rule.conditions().getFirst(), findings, unchecked));
        } catch (RuntimeException e) {
          // A rule that cannot cope must neither hide the others nor speak against the sender.
          crashed.add(new CrashedRule(entry.requirement(), rule.strength(), resource.path(), e));
        }
      }
    }

    Findings result() {
      return Findings.of(findings, crashed).notChecked(unchecked);
    }
  }

  private final class Taker implements RuleCheck.Report {
    private final RuleBook.Entry entry;
    private final String condition;
    private final List<Finding> findings;
    private final List<NotChecked> unchecked;

    Taker(
        RuleBook.Entry entry,
        String condition,
        List<Finding> findings,
        List<NotChecked> unchecked) {
      this.entry = entry;
      this.condition = condition;
      this.findings = findings;
      this.unchecked = unchecked;
    }

    @Override
    public RuleCheck.Report of(String other) {
      if (!entry.rule().conditions().contains(other)) {
        throw new IllegalArgumentException(
            "a rule of " + entry.requirement() + " does not declare its condition " + other);
      }
      return new Taker(entry, other, findings, unchecked);
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

    @Override
    public void unknown(String reason) {
      Rule rule = entry.rule();
      unchecked.add(new NotChecked(entry.requirement(), rule.strength(), rule.expected(), reason));
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
          tolerated,
          rule.named(condition));
    }
  }
}
