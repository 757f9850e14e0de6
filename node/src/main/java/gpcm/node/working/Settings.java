package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.Telling.Told;
import gpcm.node.working.WorkRefused.Changed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What organisations set about their work is changed here, one change of an organisation at a time,
 * and each leaves who, when, why, before and after. Joins the transaction of its thread.
 * Thread-safe.
 */
public final class Settings {
  private static final int SHOWN = 50;

  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Of the database behind {@code jdbi}. */
  public Settings(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * What one change does.
   *
   * @param value what is set now
   * @param before what was set, as it is told
   * @param after what is set now, as it is told
   */
  public record Step<T>(T value, Told before, Told after) {}

  /** The number of the last change of a section; 0 when there was none. */
  public long latest(String organisation, SettingSection section) {
    return jdbi.withHandle(handle -> latest(handle, organisation, section));
  }

  /** The last changes of a section, newest first. */
  public List<SettingChange> changes(String organisation, SettingSection section) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select at, who, why, before, after from setting_change
                    where organisation = :organisation and section = :section order by id desc limit :shown
                    """)
                .bind("organisation", organisation)
                .bind("section", section.text())
                .bind("shown", SHOWN)
                .map(
                    (row, context) ->
                        new SettingChange(
                            Moment.of(row, "at"),
                            row.getString("who"),
                            row.getString("why"),
                            row.getString("before"),
                            row.getString("after")))
                .list());
  }

  /**
   * Changes something.
   *
   * @throws WorkRefused when it cannot be done, or somebody else has changed the section since;
   *     nothing is changed then
   */
  public <T> Settled<T> change(
      ChangeOrder order, SettingSection section, Function<Handle, Step<T>> doing) {
    return jdbi.inTransaction(
        handle -> {
          lock(handle, order.organisation());
          if (order.seen().isPresent()
              && order.seen().getAsLong() != latest(handle, order.organisation(), section)) {
            throw new Changed(sinceThen(order.organisation(), section));
          }
          Step<T> step = doing.apply(handle);
          write(handle, order, section, step);
          return new Settled<>(
              step.value, step.before.in(Telling.SEALED), step.after.in(Telling.SEALED));
        });
  }

  private static void lock(Handle handle, String organisation) {
    handle
        .createQuery(
            "select pg_advisory_xact_lock(hashtextextended('settings/' || :organisation, 0))")
        .bind("organisation", organisation)
        .mapTo(String.class)
        .list();
  }

  private static long latest(Handle handle, String organisation, SettingSection section) {
    return handle
        .createQuery(
            "select coalesce(max(id), 0) from setting_change where organisation = :organisation and"
                + " section = :section")
        .bind("organisation", organisation)
        .bind("section", section.text())
        .mapTo(Long.class)
        .one();
  }

  private String sinceThen(String organisation, SettingSection section) {
    return changes(organisation, section).stream()
        .findFirst()
        .map(
            last ->
                "since you opened the page, %s has changed %s to %s (%s). Nothing of yours was changed: look at it again"
                    .formatted(
                        last.who(), last.before(), last.after(), WorkWriting.time(last.at())))
        .orElse("what you have seen is not of this organisation: look at it again");
  }

  private void write(Handle handle, ChangeOrder order, SettingSection section, Step<?> step) {
    Instant now = clock.instant();
    handle
        .createUpdate(
            """
            insert into setting_change (organisation, section, at, person, who, why, before, after)
            values (:organisation, :section, :at, :person, :who, :why, :before, :after)
            """)
        .bind("organisation", order.organisation())
        .bind("section", section.text())
        .bind("at", Moment.column(now))
        .bindByType("person", order.by().person().orElse(null), UUID.class)
        .bind("who", order.by().name())
        .bind("why", order.why())
        .bind("before", step.before.in(Telling.FULL))
        .bind("after", step.after.in(Telling.FULL))
        .execute();
  }
}
