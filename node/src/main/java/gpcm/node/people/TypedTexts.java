package gpcm.node.people;

import gpcm.node.store.Moment;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/**
 * What people had typed when their session had run out, until they have signed in again: in the
 * database, so that every node gives it back. It is theirs at the organisation where they typed it,
 * and nobody else's. Thread-safe.
 */
public final class TypedTexts {
  /** How long something is kept at most. */
  public static final Duration KEPT = Duration.ofHours(12);

  /** How many fields of a form are kept, the first ones. */
  public static final int MOST_FIELDS = 20;

  /** How much of a form is kept, in bytes of UTF-8. */
  public static final int MOST_BYTES = 64 << 10;

  /** How many forms of a person at an organisation are kept, the last ones. */
  public static final int MOST_FORMS = 20;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SessionLimits limits;

  TypedTexts(Jdbi jdbi, InstantSource clock, SessionLimits limits) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Keeps what came with a session that has run out by itself. Nothing is kept for one that was
   * ended (by its person, an administrator or their provider), that still goes on, or that is not
   * known, and for whom the organisation has shut out. What is the same as before is kept once.
   *
   * @param session the session's id
   * @param page the path of the page that it was typed on
   * @return whether it is kept
   */
  public boolean keep(String session, String page, List<TypedText.Field> typed) {
    List<TypedText.Field> fields = bounded(typed);
    if (fields.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    return jdbi.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        """
                        with owner as (
                          select person, organisation from session s
                          where id_hash = :hash and ended_at is null and (last_at <= :idleSince or begun_at <= :begunSince)
                            and not exists (select from account_shut shut where shut.person = s.person
                              and shut.organisation = s.organisation and shut.opened_at is null)),
                        gone as (
                          delete from typed_text t using owner
                          where t.person = owner.person and t.organisation = owner.organisation
                            and (t.page = :page and t.texts = cast(:texts as text[])
                              or t.id in (select older.id from typed_text older
                                where older.person = owner.person and older.organisation = owner.organisation
                                order by older.kept_at desc, older.id offset :others)))
                        insert into typed_text (id, person, organisation, page, labels, texts, kept_at, ends_at)
                        select :id, person, organisation, :page, :labels, :texts, :now, :ends from owner
                        """)
                    .bind("hash", Token.hash(session))
                    .bind("idleSince", Moment.column(now.minus(limits.idle())))
                    .bind("begunSince", Moment.column(now.minus(limits.absolute())))
                    .bind("id", UUID.randomUUID())
                    .bind("page", page)
                    .bindArray(
                        "labels",
                        String.class,
                        fields.stream().map(TypedText.Field::label).toList())
                    .bindArray(
                        "texts", String.class, fields.stream().map(TypedText.Field::text).toList())
                    .bind("others", MOST_FORMS - 1)
                    .bind("now", Moment.column(now))
                    .bind("ends", Moment.column(now.plus(KEPT)))
                    .execute()
                == 1);
  }

  /** The first fields, as far as they are within bounds; none is cut. */
  private static List<TypedText.Field> bounded(List<TypedText.Field> typed) {
    List<TypedText.Field> fields = new ArrayList<>();
    int bytes = 0;
    for (TypedText.Field each : typed) {
      // The database takes every character but this one, which nobody can type.
      String text = each.text().replace("\0", "");
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
      if (fields.size() == MOST_FIELDS || bytes > MOST_BYTES) {
        break;
      }
      fields.add(new TypedText.Field(each.label(), text));
    }
    return fields;
  }

  /** What is kept for a person at an organisation, the latest first. */
  public List<TypedText> of(UUID person, String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select * from typed_text where person = :person and organisation = :organisation and ends_at > :now
                    order by kept_at desc, id
                    """)
                .bind("person", person)
                .bind("organisation", organisation)
                .bind("now", Moment.column(clock.instant()))
                .map((row, context) -> text(row))
                .list());
  }

  /** How many of these there are. */
  public int count(UUID person, String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select count(*) from typed_text where person = :person and organisation ="
                        + " :organisation and ends_at > :now")
                .bind("person", person)
                .bind("organisation", organisation)
                .bind("now", Moment.column(clock.instant()))
                .mapTo(Integer.class)
                .one());
  }

  private static TypedText text(ResultSet row) throws SQLException {
    String[] labels = (String[]) row.getArray("labels").getArray();
    String[] texts = (String[]) row.getArray("texts").getArray();
    return new TypedText(
        row.getObject("id", UUID.class),
        row.getString("page"),
        IntStream.range(0, labels.length)
            .mapToObj(n -> new TypedText.Field(labels[n], texts[n]))
            .toList(),
        Moment.of(row, "kept_at"),
        Moment.of(row, "ends_at"));
  }

  /**
   * Deletes something that its person does not need any more.
   *
   * @return whether it was there, and theirs
   */
  public boolean delete(UUID person, String organisation, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        "delete from typed_text where id = :id and person = :person and"
                            + " organisation = :organisation")
                    .bind("id", id)
                    .bind("person", person)
                    .bind("organisation", organisation)
                    .execute()
                == 1);
  }

  /** Deletes all whose time is over. */
  public int sweep() {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate("delete from typed_text where ends_at <= :now")
                .bind("now", Moment.column(clock.instant()))
                .execute());
  }
}
