package gpcm.testbench;

import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.rules.Findings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came back for one exemplar that was sent. Grows while answers arrive; one thread. */
public final class ExemplarOutcome {
  /**
   * An answer as it arrived.
   *
   * @param code as it stands in the response; empty text when it has none
   * @param findings what the response and its MESH metadata break
   */
  public record Answer(
      String code, boolean positive, Optional<String> diagnostics, Findings findings) {
    static Answer of(ItkResponse response, Findings findings) {
      return new Answer(
          response.codeText().orElse(""), response.positive(), response.diagnostics(), findings);
    }

    /** Code and meaning. */
    public String text() {
      return ResponseCode.of(code)
          .map(known -> known.code() + " " + known.display())
          .orElse(code.isEmpty() ? "a response without a code" : code + ", which is no known code");
    }

    /** {@code infrastructure} or {@code business}; empty text for a code of another form. */
    public String acknowledgement() {
      return ResponseCode.Kind.of(code)
          .map(kind -> kind == ResponseCode.Kind.BUSINESS ? "business" : "infrastructure")
          .orElse("");
    }
  }

  private final Exemplar exemplar;
  private final Deque<WireMessage> unsent;
  private final Set<String> messageIds = new LinkedHashSet<>();
  private final Set<String> meshIds = new LinkedHashSet<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<String> reports = new ArrayList<>();

  ExemplarOutcome(Exemplar exemplar, List<WireMessage> messages) {
    this.exemplar = exemplar;
    this.unsent = new ArrayDeque<>(messages);
  }

  /** Takes the message that is to be sent next. */
  WireMessage next() {
    return unsent.removeFirst();
  }

  /** Whether a message waits to be sent, and those before it have been answered. */
  boolean nextIsDue() {
    long settled =
        answers.stream()
                .filter(answer -> !answer.positive() || answer.acknowledgement().equals("business"))
                .count()
            + reports.size();
    return !unsent.isEmpty() && settled >= messageIds.size();
  }

  void sent(String messageId, String meshId) {
    messageIds.add(messageId);
    meshIds.add(meshId);
  }

  void answered(Answer answer) {
    answers.add(answer);
  }

  void reported(String report) {
    reports.add(report);
  }

  /** What was sent. */
  public Exemplar exemplar() {
    return exemplar;
  }

  /** The MessageHeader.id of each message sent so far. */
  public Set<String> messageIds() {
    return Collections.unmodifiableSet(messageIds);
  }

  /** The ids that MESH gave those messages. */
  public Set<String> meshIds() {
    return Collections.unmodifiableSet(meshIds);
  }

  /** The answers in the order they arrived. */
  public List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** What MESH itself said, such as that nobody collected the message. */
  public List<String> reports() {
    return List.copyOf(reports);
  }

  /** Whether nothing more is to come: nothing follows a negative answer or an error of MESH. */
  public boolean complete() {
    return ended() >= exemplar.messages() || answers.size() >= exemplar.expected().size();
  }

  private long ended() {
    return answers.stream().filter(answer -> !answer.positive()).count() + reports.size();
  }

  /** Whether its receiver may not have been able to read so far as its id. */
  boolean mayBeUnreadable() {
    return exemplar.expected().contains(ResponseCode.UNREADABLE)
        || exemplar.expected().contains(ResponseCode.TOO_LARGE);
  }

  /** Whether exactly the expected codes came; infrastructure and business may overtake. */
  public boolean asExpected() {
    return reports.isEmpty()
        && answers.stream()
            .map(Answer::code)
            .sorted()
            .toList()
            .equals(exemplar.expected().stream().map(ResponseCode::code).sorted().toList());
  }
}
