package gpcm.node.working;

import gpcm.node.people.Acting;
import gpcm.node.people.Permission;
import gpcm.node.people.RoleTable;
import gpcm.node.people.Sessions;
import gpcm.node.store.Moment;
import gpcm.node.working.Settings.Step;
import gpcm.node.working.WorkRefused.Missing;
import gpcm.node.working.WorkRefused.Wrong;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Holds are lifted by two people: one asks, and another one does it within a day, while the first
 * still may ask. Thread-safe.
 */
public final class HoldLifting {
  /** How long somebody's wish to have a hold lifted counts. */
  public static final Duration WAITS = Duration.ofHours(24);

  private static final RoleTable ROLES = RoleTable.shipped();

  private final InstantSource clock;
  private final Settings settings;
  private final Sessions sessions;

  /**
   * Of the database behind {@code jdbi}.
   *
   * @param sessions say what whoever asked is at the moment of lifting
   */
  public HoldLifting(Jdbi jdbi, InstantSource clock, Sessions sessions) {
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
    this.sessions = sessions;
  }

  /**
   * A hold that is not in force any more.
   *
   * @param asker who had asked for it, as they are now
   */
  public record Lifted(UUID hold, Acting asker) {}

  private record Asked(Optional<UUID> person, Optional<Instant> at) {}

  /**
   * Asks for a hold to be lifted. Somebody else has to do it.
   *
   * @throws WorkRefused when there is none in force, or a machine asks
   */
  public Settled<UUID> ask(ChangeOrder order, UUID hold) {
    UUID person = order.by().named().id();
    return settings.change(
        order,
        SettingSection.RETENTION,
        handle -> {
          int found =
              handle
                  .createUpdate(
                      """
                      update legal_hold set asked_person = :person, asked_by = :by, asked_at = :now
                      where id = :id and organisation = :organisation and lifted_at is null
                      """)
                  .bind("person", person)
                  .bind("by", order.by().name())
                  .bind("now", Moment.column(clock.instant()))
                  .bind("id", hold)
                  .bind("organisation", order.organisation())
                  .execute();
          if (found == 0) {
            throw missing();
          }
          return new Step<>(
              hold,
              how -> "hold " + hold + " is in force",
              how -> "hold " + hold + " is in force until a second person lifts it");
        });
  }

  /**
   * Lifts a hold that somebody else has asked to be lifted.
   *
   * @param by who lifts it
   * @throws WorkRefused when there is none in force, nobody else has asked for it within a day, or
   *     whoever did may not ask any more
   */
  public Settled<Lifted> lift(ChangeOrder order, Acting by, UUID hold) {
    return settings.change(
        order,
        SettingSection.RETENTION,
        handle -> {
          Acting asker = asker(asked(handle, order.organisation(), hold), order.organisation(), by);
          handle
              .createUpdate(
                  "update legal_hold set lifted_by = :by, lifted_at = :now where id = :id and"
                      + " organisation = :organisation")
              .bind("by", order.by().name())
              .bind("now", Moment.column(clock.instant()))
              .bind("id", hold)
              .bind("organisation", order.organisation())
              .execute();
          return new Step<>(
              new Lifted(hold, asker),
              how -> "hold " + hold + " is in force",
              how -> "hold " + hold + " is lifted");
        });
  }

  private static Asked asked(Handle handle, String organisation, UUID hold) {
    return handle
        .createQuery(
            """
            select asked_person, asked_at from legal_hold
            where id = :id and organisation = :organisation and lifted_at is null for update
            """)
        .bind("id", hold)
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                new Asked(
                    Optional.ofNullable(row.getObject("asked_person", UUID.class)),
                    Moment.perhaps(row, "asked_at")))
        .findOne()
        .orElseThrow(HoldLifting::missing);
  }

  private Acting asker(Asked asked, String organisation, Acting by) {
    UUID person = asked.person().orElseThrow(HoldLifting::byTwo);
    if (person.equals(by.person())) {
      throw byTwo();
    }
    if (!asked.at().orElseThrow().isAfter(clock.instant().minus(WAITS))) {
      throw new Wrong(
          "", "it was asked for more than 24 hours ago", "ask again, and let another one lift it");
    }
    Acting asker =
        sessions
            .standing(person, organisation)
            .filter(HoldLifting::mayAsk)
            .orElseThrow(
                () ->
                    new Wrong(
                        "",
                        "whoever asked for it may not do it any more, or is shut out",
                        "ask again, and let another one lift it"));
    if (asker.isSameHuman(by)) {
      throw byTwo();
    }
    return asker;
  }

  private static boolean mayAsk(Acting asker) {
    return Stream.of(Permission.CHANGE_SETTINGS, Permission.PROPOSE_HOLD)
        .anyMatch(permission -> ROLES.forAll(asker, permission));
  }

  private static Wrong byTwo() {
    return new Wrong(
        "", "a hold is lifted by two people", "one asks for it to be lifted, and another lifts it");
  }

  private static Missing missing() {
    return new Missing("there is no such hold in force");
  }
}
