package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.WorkRefused.NotNow;
import gpcm.node.working.WorkRefused.Wrong;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The views of a list that people have saved: their own, which nobody else sees, and those of the
 * organisation. Thread-safe.
 */
public final class SavedViews {
  /**
   * How many a person, and an organisation, can have: each is counted whenever the list is shown.
   */
  public static final int MOST = 10;

  /** What they are views of. */
  public enum Of {
    /** What was received. */
    WORKLIST,
    /** What is sent. */
    OUTBOX;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final String of;

  SavedViews(Jdbi jdbi, InstantSource clock, Of of) {
    this.of = of.text();
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Those that somebody has: their own first, each by name. */
  public List<SavedView> list(Viewer viewer) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select * from saved_view where organisation = :organisation and list = :list and (person is null or person = :person)
                    order by person is null, lower(name), id
                    """)
                .bind("organisation", viewer.organisation())
                .bind("list", of)
                .bindByType("person", viewer.person().orElse(null), UUID.class)
                .map((row, context) -> row(row))
                .list());
  }

  /** The one with this id, if somebody has it. */
  public Optional<SavedView> find(Viewer viewer, UUID id) {
    return list(viewer).stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /**
   * Saves one.
   *
   * @param shared for everybody, or else of their own
   * @throws WorkRefused when there is one of this name, or there are as many as can be
   */
  public SavedView save(Doer by, boolean shared, String name, String query) {
    SavedView view =
        new SavedView(
            UUID.randomUUID(),
            shared ? Optional.empty() : Optional.of(by.named().id()),
            name,
            query,
            by.name(),
            clock.instant());
    return jdbi.inTransaction(
        handle -> {
          List<SavedView> others = others(handle, by, view);
          requireFree(others, name);
          if (others.size() >= MOST) {
            throw new NotNow(
                "there are %d saved views already, which is as many as there can be: delete one first"
                    .formatted(others.size()));
          }
          handle
              .createUpdate(
                  """
                  insert into saved_view (id, organisation, list, person, name, query, made_by, made_at)
                  values (:id, :organisation, :list, :person, :name, :query, :by, :at)
                  """)
              .bind("id", view.id())
              .bind("organisation", by.organisation())
              .bind("list", of)
              .bindByType("person", view.person().orElse(null), UUID.class)
              .bind("name", name)
              .bind("query", query)
              .bind("by", by.name())
              .bind("at", Moment.column(view.madeAt()))
              .execute();
          return view;
        });
  }

  /**
   * Gives one another name.
   *
   * @throws WorkRefused when there is another one of this name
   */
  public void rename(Doer by, SavedView view, String name) {
    jdbi.useTransaction(
        handle -> {
          requireFree(others(handle, by, view), name);
          handle
              .createUpdate(
                  "update saved_view set name = :name where id = :id and organisation ="
                      + " :organisation")
              .bind("name", name)
              .bind("id", view.id())
              .bind("organisation", by.organisation())
              .execute();
        });
  }

  /** Deletes one; one that is gone already is no fault. */
  public void delete(Doer by, SavedView view) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "delete from saved_view where id = :id and organisation = :organisation")
                .bind("id", view.id())
                .bind("organisation", by.organisation())
                .execute());
  }

  /** Those beside it; nobody else saves one before the transaction has ended. */
  private List<SavedView> others(Handle handle, Doer by, SavedView view) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended('saved/' || :organisation, 0))")
        .bind("organisation", by.organisation())
        .mapTo(String.class)
        .list();
    return handle
        .createQuery(
            """
            select * from saved_view where organisation = :organisation and list = :list and person is not distinct from :person
              and id <> :id
            """)
        .bind("organisation", by.organisation())
        .bind("list", of)
        .bindByType("person", view.person().orElse(null), UUID.class)
        .bind("id", view.id())
        .map((row, context) -> row(row))
        .list();
  }

  private static void requireFree(List<SavedView> others, String name) {
    if (others.stream().anyMatch(each -> each.name().equalsIgnoreCase(name))) {
      throw new Wrong("name", "there is a saved view of this name", "give it another name");
    }
  }

  private static SavedView row(ResultSet row) throws SQLException {
    return new SavedView(
        row.getObject("id", UUID.class),
        Optional.ofNullable(row.getObject("person", UUID.class)),
        row.getString("name"),
        row.getString("query"),
        row.getString("made_by"),
        Moment.of(row, "made_at"));
  }
}
