package gpcm.node.sending;

import gpcm.consultation.Consultation;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.OnlineConsultation;
import gpcm.exchange.Deadlines;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** How organisations send: what they have set, kept in the database. Thread-safe. */
public final class SendingRules {
  /** The use cases that there are. */
  public static final List<String> USE_CASES =
      List.of(Consultation.SUMMARY, OnlineConsultation.USE_CASE, GenericDocument.USE_CASE);

  /** So many kinds and codes of encounters can be told apart. */
  public static final int MOST_RELEVANCE_RULES = 500;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SendingDeadlines deadlines;

  /**
   * Of the database behind {@code jdbi}.
   *
   * @param usual how long is waited where an organisation has set no time of its own
   */
  public SendingRules(Jdbi jdbi, InstantSource clock, Deadlines usual) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.deadlines = new SendingDeadlines(jdbi, clock, usual);
  }

  /** How long organisations wait for what. */
  public SendingDeadlines deadlines() {
    return deadlines;
  }

  /**
   * A change, and what the audit log is told of it.
   *
   * @param before what was set before, without free text
   * @param after what is set now, without free text
   */
  public record Changed<T>(T value, String before, String after) {}

  /** How an organisation sends, of each use case. */
  public List<SendingRule> all(String organisation) {
    return jdbi.withHandle(
        handle -> USE_CASES.stream().map(useCase -> of(handle, organisation, useCase)).toList());
  }

  static SendingRule of(Handle handle, String organisation, String useCase) {
    return handle
        .createQuery(
            "select * from sending_setting where organisation = :organisation and use_case ="
                + " :use_case")
        .bind("organisation", organisation)
        .bind("use_case", useCase)
        .map(SendingRules::rule)
        .findOne()
        .orElseGet(() -> SendingRule.usual(useCase));
  }

  private static SendingRule rule(ResultSet row, StatementContext context) throws SQLException {
    return new SendingRule(
        row.getString("use_case"),
        Duration.ofSeconds(row.getLong("delay_seconds")),
        row.getBoolean("confirmed"),
        Optional.ofNullable(row.getString("other_way")),
        row.getInt("version"));
  }

  /**
   * Sets how an organisation sends from now on; what waits already keeps its time.
   *
   * @param rule with the version that whoever sets it has seen
   * @return empty when somebody else has changed it meanwhile, and nothing was set
   */
  public Optional<Changed<SendingRule>> set(String organisation, SendingRule rule, String by) {
    return jdbi.inTransaction(
        handle -> {
          SendingRule before = of(handle, organisation, rule.useCase());
          int set =
              handle
                  .createUpdate(
                      """
                      insert into sending_setting (organisation, use_case, delay_seconds, confirmed, other_way, version, changed_by, changed_at)
                      select :organisation, :use_case, :delay, :confirmed, :other_way, 1, :by, :now where :seen = 0
                        or exists (select from sending_setting s where s.organisation = :organisation and s.use_case = :use_case)
                      on conflict (organisation, use_case) do update set delay_seconds = excluded.delay_seconds,
                        confirmed = excluded.confirmed, other_way = excluded.other_way, version = sending_setting.version + 1,
                        changed_by = excluded.changed_by, changed_at = excluded.changed_at
                      where sending_setting.version = :seen
                      """)
                  .bind("organisation", organisation)
                  .bind("use_case", rule.useCase())
                  .bind("delay", rule.delay().toSeconds())
                  .bind("confirmed", rule.confirmed())
                  .bind("other_way", rule.otherWay().orElse(null))
                  .bind("by", by)
                  .bind("now", Moment.column(clock.instant()))
                  .bind("seen", rule.version())
                  .execute();
          if (set == 0) {
            return Optional.empty();
          }
          SendingRule after = of(handle, organisation, rule.useCase());
          return Optional.of(
              new Changed<>(
                  after,
                  rule.useCase() + ": " + before.words(),
                  rule.useCase() + ": " + after.words()));
        });
  }

  /** What an organisation says of kinds of encounters, in order. */
  public List<RelevanceRule> relevance(String organisation) {
    return jdbi.withHandle(handle -> relevance(handle, organisation));
  }

  static List<RelevanceRule> relevance(Handle handle, String organisation) {
    return handle
        .createQuery(
            "select kind, code, relevant from relevance_rule where organisation = :organisation"
                + " order by position")
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                new RelevanceRule(
                    Optional.ofNullable(row.getString("kind")),
                    Optional.ofNullable(row.getString("code")),
                    row.getBoolean("relevant")))
        .list();
  }

  /** Sets what an organisation says of kinds of encounters, instead of all that it said. */
  public Changed<List<RelevanceRule>> setRelevance(String organisation, List<RelevanceRule> rules) {
    return jdbi.inTransaction(
        handle -> {
          // Whoever sets them at the same time waits, or two lists would be mixed.
          handle
              .createUpdate(
                  "select pg_advisory_xact_lock(hashtext('relevance_rule ' || :organisation))")
              .bind("organisation", organisation)
              .execute();
          int before = relevance(handle, organisation).size();
          handle
              .createUpdate("delete from relevance_rule where organisation = :organisation")
              .bind("organisation", organisation)
              .execute();
          List<RelevanceRule> all = new ArrayList<>(rules);
          for (int i = 0; i < all.size(); i++) {
            handle
                .createUpdate(
                    "insert into relevance_rule (organisation, position, kind, code, relevant)"
                        + " values (:organisation, :position, :kind, :code, :relevant)")
                .bind("organisation", organisation)
                .bind("position", i)
                .bind("kind", all.get(i).kind().orElse(null))
                .bind("code", all.get(i).code().orElse(null))
                .bind("relevant", all.get(i).relevant())
                .execute();
          }
          return new Changed<>(
              List.copyOf(all), before + " rules of relevance", all.size() + " rules of relevance");
        });
  }
}
