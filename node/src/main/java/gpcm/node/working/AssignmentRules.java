package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.Settings.Step;
import gpcm.node.working.WorkRefused.Missing;
import gpcm.node.working.WorkRefused.NotNow;
import gpcm.node.working.WorkRefused.Wrong;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/**
 * The rules by which an organisation's documents go to people and teams, in order: the first that
 * fits decides. Thread-safe.
 */
public final class AssignmentRules {
  private static final int MOST = 100;

  private static final String RULES =
      """
      select r.*, coalesce(p.name, t.name) as whom from assignment_rule r
      left join person p on p.id = r.to_person left join team t on t.id = r.to_team
      where r.organisation = :organisation order by r.position
      """;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;

  /** Of the database behind {@code jdbi}. */
  public AssignmentRules(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
  }

  /**
   * What a form says of a rule.
   *
   * @param whom as {@link Assignee#text} has it
   */
  public record Draft(String name, Fits fits, String whom, OptionalInt dueHours, boolean urgent) {}

  /** The rules, in their order. */
  public List<AssignmentRule> list(String organisation) {
    return jdbi.withHandle(handle -> list(handle, organisation));
  }

  private static List<AssignmentRule> list(Handle handle, String organisation) {
    return handle
        .createQuery(RULES)
        .bind("organisation", organisation)
        .map((row, context) -> rule(row))
        .list();
  }

  private static AssignmentRule rule(ResultSet row) throws SQLException {
    int hours = row.getInt("due_hours");
    return new AssignmentRule(
        row.getObject("id", UUID.class),
        row.getString("name"),
        Fits.of(row, true),
        Assignee.of(row, "to_person", "to_team", "whom"),
        hours == 0 ? OptionalInt.empty() : OptionalInt.of(hours),
        row.getBoolean("mark_urgent"));
  }

  private static AssignmentRule required(Handle handle, String organisation, UUID id) {
    return list(handle, organisation).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new Missing("there is no such rule"));
  }

  /** The team that has what no rule fits, once one is set. */
  public Optional<Named> fallback(String organisation) {
    return jdbi.withHandle(handle -> fallback(handle, organisation));
  }

  private static Optional<Named> fallback(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select t.id, t.name from assignment_fallback f join team t on t.id = f.team
            where f.organisation = :organisation
            """)
        .bind("organisation", organisation)
        .map((row, context) -> WorkRows.named(row, "id", "name").orElseThrow())
        .findOne();
  }

  /**
   * Adds a rule after all others.
   *
   * @throws WorkRefused when something of it is wrong
   */
  public Settled<AssignmentRule> add(ChangeOrder order, Draft draft) {
    return settings.change(
        order,
        SettingSection.RULES,
        handle -> {
          List<AssignmentRule> before = list(handle, order.organisation());
          if (before.size() >= MOST) {
            throw new NotNow("there are %d rules, which is the most: remove one".formatted(MOST));
          }
          AssignmentRule rule = made(handle, order.organisation(), UUID.randomUUID(), draft);
          write(
              rule,
              handle
                  .createUpdate(
                      """
                      insert into assignment_rule (id, organisation, position, name, type_code, sender_ods, use_case, for_action,
                        confidential, urgent, to_person, to_team, due_hours, mark_urgent)
                      select :id, :organisation, coalesce(max(position), 0) + 1, :name, :typeCode, :sender, :useCase, :forAction,
                        :confidential, :urgent, :person, :team, :hours, :mark
                      from assignment_rule where organisation = :organisation
                      """)
                  .bind("organisation", order.organisation()));
          return new Step<>(rule, how -> "no rule", rule::in);
        });
  }

  /**
   * Changes a rule, which stays where it is in the order.
   *
   * @throws WorkRefused when something of it is wrong, or the organisation has no such rule
   */
  public Settled<AssignmentRule> change(ChangeOrder order, UUID id, Draft draft) {
    return settings.change(
        order,
        SettingSection.RULES,
        handle -> {
          AssignmentRule before = required(handle, order.organisation(), id);
          AssignmentRule rule = made(handle, order.organisation(), id, draft);
          write(
              rule,
              handle.createUpdate(
                  """
                  update assignment_rule set name = :name, type_code = :typeCode, sender_ods = :sender, use_case = :useCase,
                    for_action = :forAction, confidential = :confidential, urgent = :urgent, to_person = :person,
                    to_team = :team, due_hours = :hours, mark_urgent = :mark
                  where id = :id
                  """));
          return new Step<>(rule, before::in, rule::in);
        });
  }

  private static void write(AssignmentRule rule, Update update) {
    rule.fits()
        .bind(update)
        .bind("id", rule.id())
        .bind("name", rule.name())
        .bindByType("confidential", rule.fits().confidential().orElse(null), Boolean.class)
        .bindByType("urgent", rule.fits().urgent().orElse(null), Boolean.class)
        .bindByType("person", rule.to().personId().orElse(null), UUID.class)
        .bindByType("team", rule.to().teamId().orElse(null), UUID.class)
        .bindByType(
            "hours", rule.dueHours().isPresent() ? rule.dueHours().getAsInt() : null, Integer.class)
        .bind("mark", rule.urgent())
        .execute();
  }

  private AssignmentRule made(Handle handle, String organisation, UUID id, Draft draft) {
    boolean taken =
        list(handle, organisation).stream()
            .anyMatch(each -> !each.id().equals(id) && each.name().equalsIgnoreCase(draft.name()));
    if (taken) {
      throw new Wrong("name", "there is a rule of this name", "give it another name");
    }
    return new AssignmentRule(
        id,
        draft.name(),
        draft.fits(),
        Assignee.chosen(handle, organisation, clock.instant(), draft.whom()),
        draft.dueHours(),
        draft.urgent());
  }

  /**
   * Removes a rule.
   *
   * @throws WorkRefused when the organisation has no such rule
   */
  public Settled<AssignmentRule> remove(ChangeOrder order, UUID id) {
    return settings.change(
        order,
        SettingSection.RULES,
        handle -> {
          AssignmentRule rule = required(handle, order.organisation(), id);
          handle
              .createUpdate("delete from assignment_rule where id = :id")
              .bind("id", id)
              .execute();
          return new Step<>(rule, rule::in, how -> "no rule");
        });
  }

  /**
   * Asks a rule earlier or later than now, by one place.
   *
   * @throws WorkRefused when it is the first or the last already, or the organisation has no such
   *     rule
   */
  public Settled<AssignmentRule> move(ChangeOrder order, UUID id, boolean earlier) {
    return settings.change(
        order,
        SettingSection.RULES,
        handle -> {
          AssignmentRule rule = required(handle, order.organisation(), id);
          List<AssignmentRule> before = list(handle, order.organisation());
          int from = before.indexOf(rule);
          int to = earlier ? from - 1 : from + 1;
          if (to < 0 || to >= before.size()) {
            throw new NotNow("it is the %s already".formatted(earlier ? "first" : "last"));
          }
          List<AssignmentRule> after = new ArrayList<>(before);
          after.set(from, before.get(to));
          after.set(to, rule);
          for (int i = 0; i < after.size(); i++) {
            handle
                .createUpdate("update assignment_rule set position = :position where id = :id")
                .bind("position", i + 1)
                .bind("id", after.get(i).id())
                .execute();
          }
          return new Step<>(rule, how -> ordered(before, how), how -> ordered(after, how));
        });
  }

  private static String ordered(List<AssignmentRule> rules, Telling how) {
    return rules.stream()
        .map(rule -> how == Telling.SEALED ? rule.id().toString() : how.text(rule.name()))
        .collect(Collectors.joining(", ", "the order ", ""));
  }

  /**
   * Sets the team that has what no rule fits. It can be another one later, and never none.
   *
   * @throws WorkRefused when it is no team of the organisation
   */
  public Settled<Named> setFallback(ChangeOrder order, UUID team) {
    return settings.change(
        order,
        SettingSection.RULES,
        handle -> {
          Optional<Named> before = fallback(handle, order.organisation());
          Named after =
              Teams.held(handle, order.organisation(), team)
                  .orElseThrow(
                      () -> new Wrong("team", "must be a team of this organisation", "choose one"));
          handle
              .createUpdate(
                  """
                  insert into assignment_fallback (organisation, team) values (:organisation, :team)
                  on conflict (organisation) do update set team = excluded.team
                  """)
              .bind("organisation", order.organisation())
              .bind("team", team)
              .execute();
          Assigning.fallbackSet(handle, order, clock.instant());
          return new Step<>(
              after,
              how ->
                  before.map(one -> "the fallback team " + how.of(one)).orElse("no fallback team"),
              how -> "the fallback team " + how.of(after));
        });
  }

  /**
   * What a rule would have had.
   *
   * @param first how many documents it would have given away
   * @param earlier how many it fits too, which an earlier rule would have had
   * @param documents the newest of the first
   */
  public record Tried(int first, int earlier, List<UUID> documents) {
    /** Copies the list. */
    public Tried {
      documents = List.copyOf(documents);
    }
  }

  /**
   * Tries a rule on the documents of the last seven days, as the rules are now; nothing is changed.
   * Versions of documents whose owner was taken over count too.
   *
   * @param confidential whether whoever tries it may open confidential documents; else a rule that
   *     asks for a type passes them by, since it would tell what they are
   * @param restricted whether they may open documents of restricted records; else a rule that asks
   *     for a type or a sender passes them by
   * @param most how many documents are named at most
   */
  public Tried tryOut(
      String organisation,
      AssignmentRule rule,
      boolean confidential,
      boolean restricted,
      int most) {
    return jdbi.withHandle(
        handle -> {
          List<Found> found =
              handle
                  .createQuery(Assigning.TRIED)
                  .bind("organisation", organisation)
                  .bind("rule", rule.id())
                  .bind("confidential", confidential)
                  .bind("restricted", restricted)
                  .bind("since", Moment.column(clock.instant().minus(Duration.ofDays(7))))
                  .map(
                      (row, context) ->
                          new Found(row.getObject("id", UUID.class), row.getBoolean("first")))
                  .list();
          List<UUID> first = found.stream().filter(Found::first).map(Found::document).toList();
          return new Tried(
              first.size(), found.size() - first.size(), first.stream().limit(most).toList());
        });
  }

  private record Found(UUID document, boolean first) {}
}
