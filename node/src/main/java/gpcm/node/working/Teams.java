package gpcm.node.working;

import gpcm.node.store.Moment;
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
  private static final String KNOWN =
      """
      select p.id, p.name from person p
      where (exists (select from session s where s.person = p.id and s.organisation = :organisation)
          or exists (select from role_assignment a where a.person = p.id and a.organisation = :organisation and a.kind = 'given'
            and a.withdrawn_at is null and (a.ends_at is null or a.ends_at > :now)))
        and not exists (select from account_shut x where x.person = p.id and x.organisation = :organisation and x.opened_at is null)
        and (cast(:id as uuid) is null or p.id = :id)
      order by p.name, p.id
      """;

  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Of the database behind {@code jdbi}. */
  public Teams(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** The teams of an organisation, by name. */
  public List<Team> list(String organisation) {
    return jdbi.withHandle(
        handle -> {
          Map<Named, List<Named>> teams = new LinkedHashMap<>();
          handle
              .createQuery(
                  """
                  select t.id, t.name, p.id as member, p.name as member_name from team t
                  left join team_member m on m.team = t.id left join person p on p.id = m.person
                  where t.organisation = :organisation and t.ended_at is null order by lower(t.name), p.name, p.id
                  """)
              .bind("organisation", organisation)
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
        });
  }

  /** Everybody at an organisation whom something can be given to, by name. */
  public List<Named> people(String organisation) {
    return jdbi.withHandle(handle -> known(handle, organisation, Optional.empty()));
  }

  /** The person with this id, if they are at the organisation. */
  public Optional<Named> person(String organisation, UUID id) {
    return jdbi.withHandle(
        handle -> known(handle, organisation, Optional.of(id)).stream().findFirst());
  }

  private List<Named> known(Handle handle, String organisation, Optional<UUID> id) {
    return handle
        .createQuery(KNOWN)
        .bind("organisation", organisation)
        .bind("now", Moment.column(clock.instant()))
        .bindByType("id", id.orElse(null), UUID.class)
        .map((row, context) -> WorkRows.named(row, "id", "name").orElseThrow())
        .list();
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

  /**
   * Makes a team.
   *
   * @param members people of the organisation
   * @throws WorkRefused when the organisation has a team of this name, or somebody is not known
   *     there
   */
  public Team make(String organisation, String name, Set<UUID> members) {
    return jdbi.inTransaction(
        handle -> {
          UUID id = UUID.randomUUID();
          requireFree(handle, organisation, name, id);
          handle
              .createUpdate(
                  "insert into team (id, organisation, name) values (:id, :organisation, :name)")
              .bind("id", id)
              .bind("organisation", organisation)
              .bind("name", name)
              .execute();
          return new Team(id, name, fill(handle, organisation, id, members));
        });
  }

  /**
   * Gives a team another name and other members.
   *
   * @return empty when the organisation has no such team
   * @throws WorkRefused as {@link #make}
   */
  public Optional<Team> change(String organisation, UUID id, String name, Set<UUID> members) {
    return jdbi.inTransaction(
        handle -> {
          requireFree(handle, organisation, name, id);
          int found =
              handle
                  .createUpdate(
                      "update team set name = :name where id = :id and organisation ="
                          + " :organisation and ended_at is null")
                  .bind("name", name)
                  .bind("id", id)
                  .bind("organisation", organisation)
                  .execute();
          return found == 0
              ? Optional.empty()
              : Optional.of(new Team(id, name, fill(handle, organisation, id, members)));
        });
  }

  /**
   * Ends a team.
   *
   * @return false when the organisation has no such team
   * @throws WorkRefused when it has documents that are not done
   */
  public boolean end(String organisation, UUID id) {
    return jdbi.inTransaction(
        handle -> {
          boolean found =
              handle
                      .createUpdate(
                          "update team set ended_at = :now where id = :id and organisation ="
                              + " :organisation and ended_at is null")
                      .bind("now", Moment.column(clock.instant()))
                      .bind("id", id)
                      .bind("organisation", organisation)
                      .execute()
                  > 0;
          // Whoever assigns something to it holds its row until that is committed.
          if (found) {
            requireIdle(handle, organisation, id);
          }
          return found;
        });
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
  public void setDue(String organisation, DueTimes times) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into work_due (organisation, for_action, for_information)
                    values (:organisation, make_interval(days => :action), make_interval(days => :information))
                    on conflict (organisation) do update
                      set for_action = excluded.for_action, for_information = excluded.for_information
                    """)
                .bind("organisation", organisation)
                .bind("action", times.forAction())
                .bind("information", times.forInformation())
                .execute());
  }

  private static void lock(Handle handle, String organisation) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended('teams/' || :organisation, 0))")
        .bind("organisation", organisation)
        .mapTo(String.class)
        .list();
  }

  private static void requireFree(Handle handle, String organisation, String name, UUID id) {
    lock(handle, organisation);
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
        known(handle, organisation, Optional.empty()).stream()
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
