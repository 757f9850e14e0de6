package gpcm.node.working;

import gpcm.node.working.Settings.Step;
import gpcm.node.working.WorkRefused.Missing;
import gpcm.node.working.WorkRefused.Wrong;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Who is away, and who stands in. A stand-in is never away meanwhile, so that whatever is given to
 * somebody reaches a person in one step. Thread-safe.
 */
public final class Absences {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;

  /** Of the database behind {@code jdbi}. */
  public Absences(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
  }

  /** The absences of an organisation that are not over, the earliest first. */
  public List<Absence> list(String organisation) {
    return jdbi.withHandle(handle -> list(handle, organisation));
  }

  private List<Absence> list(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select a.*, p.name as person_name, s.name as stand_in_name from absence a
            join person p on p.id = a.person join person s on s.id = a.stand_in
            where a.organisation = :organisation and a.last_day >= :today order by a.first_day, p.name, a.id
            """)
        .bind("organisation", organisation)
        .bind("today", today())
        .map(
            (row, context) ->
                new Absence(
                    row.getObject("id", UUID.class),
                    WorkRows.named(row, "person", "person_name").orElseThrow(),
                    WorkRows.named(row, "stand_in", "stand_in_name").orElseThrow(),
                    row.getObject("first_day", LocalDate.class),
                    row.getObject("last_day", LocalDate.class)))
        .list();
  }

  /** What day it is for the people who work here. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), Working.ZONE);
  }

  /**
   * Says that somebody will be away.
   *
   * @throws WorkRefused when one of the two is not of the organisation, or somebody would stand in
   *     who is away
   */
  public Settled<Absence> add(
      ChangeOrder order, UUID person, UUID standIn, LocalDate first, LocalDate last) {
    return add(order, person, standIn, first, last, covered -> "set another stand-in there first");
  }

  /**
   * Says that whoever wants it will be away.
   *
   * @throws WorkRefused as {@link #add} does
   */
  public Settled<Absence> addOwn(ChangeOrder order, UUID standIn, LocalDate first, LocalDate last) {
    return add(
        order,
        order.by().person().orElseThrow(),
        standIn,
        first,
        last,
        covered ->
            "ask %s or an administrator to set another stand-in there first"
                .formatted(covered.name()));
  }

  private Settled<Absence> add(
      ChangeOrder order,
      UUID person,
      UUID standIn,
      LocalDate first,
      LocalDate last,
      Function<Named, String> whenStandingInFor) {
    return settings.change(
        order,
        SettingSection.ABSENCE,
        handle -> {
          requireDays(first, last);
          Absence absence =
              new Absence(
                  UUID.randomUUID(),
                  known(handle, order, "person", person),
                  known(handle, order, "stand-in", standIn),
                  first,
                  last);
          requireNoCircle(absence, list(handle, order.organisation()), whenStandingInFor);
          handle
              .createUpdate(
                  """
                  insert into absence (id, organisation, person, stand_in, first_day, last_day)
                  values (:id, :organisation, :person, :standIn, :first, :last)
                  """)
              .bind("id", absence.id())
              .bind("organisation", order.organisation())
              .bind("person", person)
              .bind("standIn", standIn)
              .bind("first", first)
              .bind("last", last)
              .execute();
          return new Step<>(
              absence, how -> how.of(absence.person()) + " not away then", absence::in);
        });
  }

  private void requireDays(LocalDate first, LocalDate last) {
    LocalDate today = today();
    if (last.isBefore(first) || last.isBefore(today)) {
      throw new Wrong("to", "must not lie before the first day, or in the past", "correct it");
    }
    if (first.isBefore(today.minusYears(1)) || last.isAfter(today.plusYears(2))) {
      throw new Wrong("from", "must lie within the last year and the next two", "correct it");
    }
  }

  private Named known(Handle handle, ChangeOrder order, String field, UUID id) {
    return PeopleHere.find(handle, order.organisation(), clock.instant(), id)
        .orElseThrow(
            () ->
                new Wrong(
                    field, "must be somebody of this organisation", "choose one of the list"));
  }

  private static void requireNoCircle(
      Absence absence, List<Absence> others, Function<Named, String> whenStandingInFor) {
    if (absence.person().id().equals(absence.standIn().id())) {
      throw new Wrong("stand-in", "must be somebody else", "choose another person");
    }
    for (Absence other : others) {
      if (!other.overlaps(absence.first(), absence.last())) {
        continue;
      }
      if (other.person().id().equals(absence.person().id())) {
        throw new Wrong(
            "person",
            "%s is set as away then already (%s to %s)"
                .formatted(
                    other.person().name(),
                    WorkWriting.day(other.first()),
                    WorkWriting.day(other.last())),
            "end that first, or choose other days");
      }
      if (other.person().id().equals(absence.standIn().id())) {
        throw new Wrong(
            "stand-in",
            "%s is away then too (%s to %s)"
                .formatted(
                    other.person().name(),
                    WorkWriting.day(other.first()),
                    WorkWriting.day(other.last())),
            "choose somebody who is here");
      }
      if (other.standIn().id().equals(absence.person().id())) {
        throw new Wrong(
            "person",
            "%s stands in for %s then (%s to %s)"
                .formatted(
                    other.standIn().name(),
                    other.person().name(),
                    WorkWriting.day(other.first()),
                    WorkWriting.day(other.last())),
            whenStandingInFor.apply(other.person()));
      }
    }
  }

  /**
   * Ends an absence: from today on they are back, or do not go.
   *
   * @throws WorkRefused when the organisation has no such absence that is not over
   */
  public Settled<Absence> end(ChangeOrder order, UUID id) {
    return end(order, id, absence -> true);
  }

  /**
   * Ends one's own absence.
   *
   * @throws WorkRefused when whoever wants it has no such absence that is not over
   */
  public Settled<Absence> endOwn(ChangeOrder order, UUID id) {
    return end(
        order, id, absence -> order.by().person().equals(Optional.of(absence.person().id())));
  }

  private Settled<Absence> end(ChangeOrder order, UUID id, Predicate<Absence> which) {
    return settings.change(
        order,
        SettingSection.ABSENCE,
        handle -> {
          Absence absence =
              list(handle, order.organisation()).stream()
                  .filter(each -> each.id().equals(id))
                  .filter(which)
                  .findFirst()
                  .orElseThrow(() -> new Missing("there is no such absence"));
          handle.createUpdate("delete from absence where id = :id").bind("id", id).execute();
          return new Step<>(absence, absence::in, how -> how.of(absence.person()) + " here");
        });
  }
}
