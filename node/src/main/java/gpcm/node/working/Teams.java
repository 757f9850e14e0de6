package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.Telling.Told;
import gpcm.node.working.WorkRefused.Missing;
import gpcm.node.working.WorkRefused.NotNow;
import gpcm.node.working.WorkRefused.Wrong;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The teams of organisations, and whom documents can be given to. Thread-safe. */
public final class Teams {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;

  /** Of the database behind {@code jdbi}. */
  public Teams(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
  }

  /** The teams of an organisation, by name. */
  public List<Team> list(String organisation) {
    return jdbi.withHandle(handle -> list(handle, organisation, Optional.empty()));
  }

  private static List<Team> list(Handle handle, String organisation, Optional<UUID> id) {
    Map<Named, List<Named>> teams = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select t.id, t.name, p.id as member, p.name as member_name from team t
            left join team_member m on m.team = t.id left join person p on p.id = m.person
            where t.organisation = :organisation and t.ended_at is null and (cast(:id as uuid) is null or t.id = :id)
            order by lower(t.name), p.name, p.id
            """)
        .bind("organisation", organisation)
        .bindByType("id", id.orElse(null), UUID.class)
        .map(
            (row, context) ->
                Map.entry(
                    new Named(row.getObject("id", UUID.class), row.getString("name")),
                    WorkRows.named(row, "member", "member_name")))
        .forEach(
            each -> {
              List<Named> members =
                  teams.computeIfAbsent(each.getKey(), unused -> new ArrayList<>());
              each.getValue().ifPresent(members::add);
            });
    return teams.entrySet().stream()
        .map(each -> new Team(each.getKey().id(), each.getKey().name(), each.getValue()))
        .toList();
  }

  /** Everybody at an organisation whom something can be given to, by name. */
  public List<Named> people(String organisation) {
    return jdbi.withHandle(handle -> PeopleHere.all(handle, organisation, clock.instant()));
  }

  /** The person with this id, if they are at the organisation. */
  public Optional<Named> person(String organisation, UUID id) {
    return jdbi.withHandle(handle -> PeopleHere.find(handle, organisation, clock.instant(), id));
  }

  /** The team with this id, if it is the organisation's. */
  public Optional<Named> team(String organisation, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select id, name from team where id = :id and organisation = :organisation and"
                        + " ended_at is null")
                .bind("id", id)
                .bind("organisation", organisation)
                .map((row, context) -> WorkRows.named(row, "id", "name").orElseThrow())
                .findOne());
  }

  /** The same; nobody ends it before the transaction has ended. */
  static Optional<Named> held(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery(
            "select id, name from team where id = :id and organisation = :organisation and ended_at"
                + " is null for share")
        .bind("id", id)
        .bind("organisation", organisation)
        .map((row, context) -> WorkRows.named(row, "id", "name").orElseThrow())
        .findOne();
  }

  /**
   * Makes a team.
   *
   * @param members people of the organisation
   * @throws WorkRefused when the organisation has a team of this name, or somebody is not known
   *     there
   */
  public Settled<Team> make(ChangeOrder order, String name, Set<UUID> members) {
    return settings.change(
        order,
        SettingSection.TEAMS,
        handle -> {
          UUID id = UUID.randomUUID();
          requireFree(handle, order.organisation(), name, id);
          handle
              .createUpdate(
                  "insert into team (id, organisation, name) values (:id, :organisation, :name)")
              .bind("id", id)
              .bind("organisation", order.organisation())
              .bind("name", name)
              .execute();
          Team made = new Team(id, name, fill(handle, order.organisation(), id, members));
          return new Settings.Step<>(made, how -> "no team", told(made));
        });
  }

  /**
   * Gives a team another name and other members.
   *
   * @throws WorkRefused as {@link #make}, and when the organisation has no such team
   */
  public Settled<Team> change(ChangeOrder order, UUID id, String name, Set<UUID> members) {
    return settings.change(
        order,
        SettingSection.TEAMS,
        handle -> {
          Team before = required(handle, order.organisation(), id);
          requireFree(handle, order.organisation(), name, id);
          handle
              .createUpdate("update team set name = :name where id = :id")
              .bind("name", name)
              .bind("id", id)
              .execute();
          Team after = new Team(id, name, fill(handle, order.organisation(), id, members));
          return new Settings.Step<>(after, told(before), told(after));
        });
  }

  /**
   * Ends a team.
   *
   * @throws WorkRefused when it has documents that are not done, when something is set to go to it,
   *     or when the organisation has no such team
   */
  public Settled<Team> end(ChangeOrder order, UUID id) {
    return settings.change(
        order,
        SettingSection.TEAMS,
        handle -> {
          Team team = required(handle, order.organisation(), id);
          handle
              .createUpdate("update team set ended_at = :now where id = :id")
              .bind("now", Moment.column(clock.instant()))
              .bind("id", id)
              .execute();
          // Whoever assigns something to it holds its row until that is committed.
          requireIdle(handle, order.organisation(), id);
          requireUnnamed(handle, id);
          return new Settings.Step<>(
              team, told(team), how -> "no team (" + how.of(named(team)) + " is closed)");
        });
  }

  private static Team required(Handle handle, String organisation, UUID id) {
    return list(handle, organisation, Optional.of(id)).stream()
        .findFirst()
        .orElseThrow(() -> new Missing("there is no such team"));
  }

  private static Named named(Team team) {
    return new Named(team.id(), team.name());
  }

  private static Told told(Team team) {
    return how -> "the team %s of %s".formatted(how.of(named(team)), how.of(team.members()));
  }

  private static void requireUnnamed(Handle handle, UUID team) {
    int named =
        handle
            .createQuery(
                """
                select (select count(*) from assignment_rule where to_team = :id)
                  + (select count(*) from assignment_fallback where team = :id)
                  + (select count(*) from review_level l join review_template t on t.id = l.template
                     where l.of_team = :id and t.ended_at is null)
                  + (select count(*) from sampling where of_team = :id and percent > 0)
                """)
            .bind("id", team)
            .mapTo(Integer.class)
            .one();
    if (named > 0) {
      throw new NotNow(
          "the team is named by rules, review templates or the sampling (%d): change those first"
              .formatted(named));
    }
  }

  private static void requireIdle(Handle handle, String organisation, UUID team) {
    int open =
        handle
            .createQuery(
                """
                select (select count(*) from worklist_entry where owner_team = :id and organisation = :organisation
                    and work in ('needs-matching', 'new', 'assigned', 'in-progress', 'in-review', 'waiting'))
                  + (select count(*) from work_task where for_team = :id and done_at is null)
                  + (select count(*) from work_review where of_team = :id and given_at is null)
                """)
            .bind("id", team)
            .bind("organisation", organisation)
            .mapTo(Integer.class)
            .one();
    if (open > 0) {
      throw new NotNow(
          "the team has documents, tasks or reviews that are not done (%d): give them to somebody else first"
              .formatted(open));
    }
  }

  /** Within which time an organisation wants documents finished. */
  public DueTimes due(String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select extract(day from for_action) as action, extract(day from for_information) as information
                    from work_due where organisation = :organisation
                    """)
                .bind("organisation", organisation)
                .map(
                    (row, context) -> new DueTimes(row.getInt("action"), row.getInt("information")))
                .findOne()
                .orElse(DueTimes.USUAL));
  }

  /** Says so; it holds for what is filed from then on. */
  public Settled<DueTimes> setDue(ChangeOrder order, DueTimes times) {
    return settings.change(
        order,
        SettingSection.TEAMS,
        handle -> {
          DueTimes before = due(order.organisation());
          handle
              .createUpdate(
                  """
                  insert into work_due (organisation, for_action, for_information)
                  values (:organisation, make_interval(days => :action), make_interval(days => :information))
                  on conflict (organisation) do update
                    set for_action = excluded.for_action, for_information = excluded.for_information
                  """)
              .bind("organisation", order.organisation())
              .bind("action", times.forAction())
              .bind("information", times.forInformation())
              .execute();
          return new Settings.Step<>(times, told(before), told(times));
        });
  }

  private static Told told(DueTimes times) {
    return how ->
        "due in %d days for action, %d for information"
            .formatted(times.forAction(), times.forInformation());
  }

  private static void requireFree(Handle handle, String organisation, String name, UUID id) {
    boolean taken =
        handle
            .createQuery(
                """
                select exists (select from team where organisation = :organisation and lower(name) = lower(:name)
                  and ended_at is null and id <> :id)
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .bind("id", id)
            .mapTo(Boolean.class)
            .one();
    if (taken) {
      throw new Wrong("name", "there is a team of this name", "give it another name");
    }
  }

  private List<Named> fill(Handle handle, String organisation, UUID team, Set<UUID> members) {
    List<Named> known =
        PeopleHere.all(handle, organisation, clock.instant()).stream()
            .filter(each -> members.contains(each.id()))
            .toList();
    if (known.size() != members.size()) {
      throw new Wrong(
          "members",
          "must be people of the organisation",
          "take their ids from the list of people");
    }
    handle.createUpdate("delete from team_member where team = :team").bind("team", team).execute();
    for (Named member : known) {
      handle
          .createUpdate("insert into team_member (team, person) values (:team, :person)")
          .bind("team", team)
          .bind("person", member.id())
          .execute();
    }
    return known;
  }
}
