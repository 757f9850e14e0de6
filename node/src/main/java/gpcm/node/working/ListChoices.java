package gpcm.node.working;

import gpcm.node.register.Restriction;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * What a list can be filtered by because there is something of it: who has sent something, and what
 * kinds of documents have come. Nothing of it is learnt from a confidential document, nor, for
 * whoever may not open it, from one of a restricted record. Each is read from an index in as many
 * steps as there are senders or kinds. Thread-safe.
 */
public final class ListChoices {
  /** So many are offered; where there are more, one is written. */
  public static final int MOST = 200;

  private static final String EACH_SENDER =
      """
      with recursive senders (ods, name, place) as (
        (select sender_ods, sender_name, 1 from worklist_entry e where organisation = :organisation and not confidential AND_OPEN
          and sender_ods > '' order by sender_ods, received_at desc limit 1)
        union all
        select next.sender_ods, next.sender_name, s.place + 1 from senders s cross join lateral (
          select e.sender_ods, e.sender_name from worklist_entry e where e.organisation = :organisation and not e.confidential AND_OPEN
            and e.sender_ods > s.ods order by e.sender_ods, e.received_at desc limit 1) next
        where s.place <= :most)
      select ods as code, name from senders order by lower(case when name = '' then ods else name end), ods
      """;

  private static final String EACH_TYPE =
      """
      with recursive types (code, name, place) as (
        (select type_code, type_display, 1 from worklist_entry e where organisation = :organisation and type_code <> ''
          and not confidential AND_OPEN order by type_code limit 1)
        union all
        select next.type_code, next.type_display, t.place + 1 from types t cross join lateral (
          select e.type_code, e.type_display from worklist_entry e where e.organisation = :organisation and e.type_code <> ''
            and not e.confidential AND_OPEN and e.type_code > t.code order by e.type_code limit 1) next
        where t.place <= :most)
      select code, name from types order by lower(case when name = '' then code else name end), code
      """;

  private static final String REST = "and not " + Restriction.sql("e");

  static final String SENDERS = EACH_SENDER.replace("AND_OPEN", "");
  static final String TYPES = EACH_TYPE.replace("AND_OPEN", "");

  /** The same of what is of no restricted record. */
  static final String OPEN_SENDERS = EACH_SENDER.replace("AND_OPEN", REST);

  static final String OPEN_TYPES = EACH_TYPE.replace("AND_OPEN", REST);

  private final Jdbi jdbi;

  ListChoices(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Something that documents have in common.
   *
   * @param code an ODS code, or the code of a kind of document
   * @param name in words, as its sender wrote it last; may be empty
   */
  public record Choice(String code, String name) {}

  /**
   * Who has sent something to a viewer's organisation, by name; one more than is offered at most.
   */
  public List<Choice> senders(Viewer viewer) {
    return jdbi.withHandle(
        handle ->
            choices(
                handle.createQuery(viewer.opensRestricted() ? SENDERS : OPEN_SENDERS),
                viewer.organisation()));
  }

  /** What kinds of documents a viewer's organisation has received, by name; one more at most. */
  public List<Choice> types(Viewer viewer) {
    return jdbi.withHandle(
        handle ->
            choices(
                handle.createQuery(viewer.opensRestricted() ? TYPES : OPEN_TYPES),
                viewer.organisation()));
  }

  private static List<Choice> choices(Query select, String organisation) {
    return select
        .bind("organisation", organisation)
        .bind("most", MOST)
        .map((row, context) -> new Choice(row.getString("code"), row.getString("name")))
        .list();
  }
}
