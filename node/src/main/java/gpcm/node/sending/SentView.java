package gpcm.node.sending;

import gpcm.exchange.ProviderOutcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lists that the sent documents of an organisation are looked at in. */
public enum SentView {
  /** What is held, and whatever else people were alerted to. */
  NEEDS_ATTENTION(
      "Needs attention",
      "d.id = any (array(select h.id from document h where h.organisation = :organisation and"
          + " h.state = 'held' union select a.document from alert a where a.organisation ="
          + " :organisation and a.resolved_at is null and a.document is not null))"),
  /** Waits for a person. */
  HELD("Held", "d.state = 'held'"),
  /** The organisation's time runs. */
  WAITING("Waiting period", "d.state = 'waiting'"),
  /** Waits for the final confirmation. */
  UNCONFIRMED("Unconfirmed", "d.state = 'unconfirmed'"),
  /** Is being sent, or was and is answered in time. */
  ON_THE_WAY(
      "On the way", "d.state in ('accepted', 'built', 'sent', 'infrastructure-acknowledged')"),
  /** An answer did not come in time. */
  NO_ANSWER("No answer", "d.state = 'overdue'"),
  /** The recipient has it, and has not said that nothing came of it. Nothing more is awaited. */
  ACCEPTED(
      "Accepted",
      "d.state = 'completed' and (d.business_code is null or d.business_code not in "
          + Codes.NOTHING_CAME_OF_IT
          + ")"),
  /** It did not get there, was not taken, or nothing came of it at the provider. */
  NOT_ACCEPTED(
      "Not accepted",
      "(d.state in ('rejected', 'failed', 'void') or d.state = 'completed' and d.business_code in "
          + Codes.NOTHING_CAME_OF_IT
          + ")"),
  /** Whatever was handed in. */
  ALL("All", "true");

  private static final class Codes {
    /** The answers with which a provider hands the patient back. */
    static final String NOTHING_CAME_OF_IT =
        Arrays.stream(ProviderOutcome.values())
            .map(outcome -> "'" + outcome.code() + "'")
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private final String words;
  private final String condition;

  SentView(String words, String condition) {
    this.words = words;
    this.condition = condition;
  }

  /** As pages show it. */
  public String words() {
    return words;
  }

  /** As addresses have it, such as {@code on-the-way}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The view of this text, if there is one. */
  public static Optional<SentView> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /**
   * The condition of {@link #NEEDS_ATTENTION} where very many documents meet it: looked at one by
   * one in the order of a list, since gathering them first would take longer.
   */
  static final String ONE_BY_ONE =
      "(d.state = 'held' or exists (select from alert a where a.organisation = d.organisation and"
          + " a.document = d.id and a.resolved_at is null))";

  /**
   * The states stand in the text and not in a value, so that the planner sees whether an index of
   * the few that are in them has them all.
   */
  String condition() {
    return condition;
  }
}
