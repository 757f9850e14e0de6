package gpcm.node.working;

import gpcm.node.people.People;
import gpcm.node.people.Role;
import gpcm.node.store.Moment;
import gpcm.node.working.Settings.Step;
import gpcm.node.working.WorkRefused.Wrong;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Draws a part of what is completed for a second look. Each completion is drawn for by itself, from
 * the machine's secure random numbers, in the transaction that completes: nobody can know before
 * whether it will be, and whoever reopens a document and completes it again only adds a chance. A
 * document that has had its second look is not drawn again. Thread-safe.
 */
public final class SecondLooks {
  /** What is asked of whoever has the second look. */
  public static final String INSTRUCTION = "Second look: would you have completed it like this?";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;

  /** Of the database behind {@code jdbi}. */
  public SecondLooks(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
  }

  /** What an organisation has set. */
  public Sampling setting(String organisation) {
    return jdbi.withHandle(handle -> setting(handle, organisation));
  }

  private static Sampling setting(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select s.*, coalesce(p.name, t.name) as whom from sampling s
            left join person p on p.id = s.of_person left join team t on t.id = s.of_team
            where s.organisation = :organisation
            """)
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                new Sampling(
                    row.getInt("percent"),
                    Optional.of(Assignee.of(row, "of_person", "of_team", "whom"))))
        .findOne()
        .orElse(Sampling.NONE);
  }

  /**
   * Sets it, for what is completed from then on.
   *
   * @param whom as {@link Assignee#text} has it
   * @throws WorkRefused when something of it is wrong
   */
  public Settled<Sampling> set(ChangeOrder order, int percent, String whom) {
    return settings.change(
        order,
        SettingSection.SAMPLING,
        handle -> {
          if (percent < 0 || percent > 100) {
            throw new Wrong("percent", "must be 0 to 100", "give another number");
          }
          Sampling before = setting(handle, order.organisation());
          Assignee of = Assignee.chosen(handle, order.organisation(), clock.instant(), whom);
          handle
              .createUpdate(
                  """
                  insert into sampling (organisation, percent, of_person, of_team)
                  values (:organisation, :percent, :person, :team)
                  on conflict (organisation) do update
                    set percent = excluded.percent, of_person = excluded.of_person, of_team = excluded.of_team
                  """)
              .bind("organisation", order.organisation())
              .bind("percent", percent)
              .bindByType("person", of.personId().orElse(null), UUID.class)
              .bindByType("team", of.teamId().orElse(null), UUID.class)
              .execute();
          Sampling after = new Sampling(percent, Optional.of(of));
          return new Step<>(after, before::in, after::in);
        });
  }

  /** The figures of the last 30 days, by name; of who completed nothing there are none. */
  public List<SampleFigures> figures(String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select p.id, p.name, count(*) as completed, count(c.review) as drawn, count(v.given_at) as looked,
                      count(*) filter (where v.given_at is not null and c.outcome <> (select n.outcome from work_completion n
                        where n.entry = v.entry and n.at > c.at order by n.at limit 1)) as otherwise
                    from work_completion c join person p on p.id = c.person left join work_review v on v.id = c.review
                    where c.organisation = :organisation and c.at > :since group by p.id, p.name order by p.name, p.id
                    """)
                .bind("organisation", organisation)
                .bind("since", Moment.column(clock.instant().minus(Duration.ofDays(30))))
                .map(
                    (row, context) ->
                        new SampleFigures(
                            WorkRows.named(row, "id", "name").orElseThrow(),
                            row.getInt("completed"),
                            row.getInt("drawn"),
                            row.getInt("looked"),
                            row.getInt("otherwise")))
                .list());
  }

  static boolean drawn(int percent) {
    return RANDOM.nextInt(100) < percent;
  }

  /**
   * Notes that somebody has completed a document, and draws.
   *
   * @return the second look that it is opened again for
   */
  static Optional<WorkFact.ReviewAsked> completed(
      Handle handle, UUID entry, WorkFact.Completed completed, Doer by, Instant now) {
    if (by.person().isEmpty()) {
      return Optional.empty();
    }
    UUID person = by.person().get();
    Optional<WorkFact.ReviewAsked> look =
        Optional.of(setting(handle, by.organisation()))
            .filter(setting -> drawn(setting.percent()))
            .flatMap(Sampling::of)
            .filter(of -> !of.personId().equals(by.person()))
            .filter(
                unused ->
                    !People.roles(handle, person, by.organisation(), now).contains(Role.CLINICIAN))
            .filter(unused -> !hadOne(handle, entry))
            .map(of -> asked(handle, of, by, now));
    look.ifPresent(asked -> WorkWriting.review(handle, entry, asked, now, "The node"));
    handle
        .createUpdate(
            """
            insert into work_completion (entry, organisation, person, at, outcome, review)
            values (:entry, :organisation, :person, :at, :outcome, :review)
            """)
        .bind("entry", entry)
        .bind("organisation", by.organisation())
        .bind("person", person)
        .bind("at", Moment.column(now))
        .bind("outcome", completed.outcome().text())
        .bindByType("review", look.map(WorkFact.ReviewAsked::id).orElse(null), UUID.class)
        .execute();
    return look;
  }

  private static WorkFact.ReviewAsked asked(Handle handle, Assignee of, Doer by, Instant now) {
    Optional<Named> person =
        of.team()
            ? Optional.empty()
            : StandIn.of(handle, by.organisation(), of.who().id(), now)
                .map(StandIn::person)
                .filter(one -> !by.person().equals(Optional.of(one.id())))
                .or(() -> Optional.of(of.who()))
                // Of who has left, any clinician gives it.
                .flatMap(one -> PeopleHere.find(handle, by.organisation(), now, one.id()));
    return new WorkFact.ReviewAsked(
        UUID.randomUUID(),
        person,
        of.team() ? Optional.of(of.who()) : Optional.empty(),
        INSTRUCTION);
  }

  private static boolean hadOne(Handle handle, UUID entry) {
    return handle
        .createQuery(
            "select exists (select from work_completion where entry = :entry and review is not"
                + " null)")
        .bind("entry", entry)
        .mapTo(Boolean.class)
        .one();
  }

  /** Whose completion a review is a second look at; empty when it is none. */
  static Optional<UUID> completedBy(Handle handle, UUID review) {
    return handle
        .createQuery("select person from work_completion where review = :review")
        .bind("review", review)
        .mapTo(UUID.class)
        .findOne();
  }
}
