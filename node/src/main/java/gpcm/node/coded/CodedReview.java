package gpcm.node.coded;

import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedKind;
import gpcm.node.coded.UndecidableException.Why;
import gpcm.node.config.CodedSettings;
import gpcm.node.people.Acting;
import gpcm.node.store.Database;
import gpcm.node.store.Moment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The review of coded entries by people (GPC-SD-OC-04): what there is to decide on, and what they
 * decide. Thread-safe.
 */
public final class CodedReview {
  /** So many may be confirmed at one go. */
  public static final int MOST_TOGETHER = 50;

  private final Database database;
  private final CodedPolicy policy;
  private final CodedRows rows;
  private final InstantSource clock;

  /** Reviews what lies in {@code database}. */
  public CodedReview(Database database, CodedSettings settings, InstantSource clock) {
    this.database = database;
    this.policy = new CodedPolicy(settings.rules());
    this.rows = new CodedRows(policy);
    this.clock = clock;
  }

  /** A document's coded entries in its order; none for another organisation's. */
  public List<CodedItem> of(String organisation, UUID entry) {
    return database.jdbi().withHandle(handle -> rows.of(handle, organisation, entry));
  }

  /**
   * The type of a document as its sender coded it; {@link CodedConcept#NONE} when it is unknown.
   */
  public CodedConcept type(String organisation, UUID entry) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select type_system, type_code, type_display from worklist_entry where id ="
                            + " :entry and organisation = :organisation")
                    .bind("entry", entry)
                    .bind("organisation", organisation)
                    .map(
                        (row, context) ->
                            new CodedConcept(
                                row.getString("type_system"),
                                row.getString("type_code"),
                                row.getString("type_display")))
                    .findOne()
                    .orElse(CodedConcept.NONE));
  }

  /** What is different from the version before; empty when it replaces none. */
  public Optional<CodedDifference> difference(String organisation, UUID entry) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                rows.before(handle, organisation, entry)
                    .map(
                        before ->
                            CodedDifference.between(
                                rows.of(handle, organisation, before),
                                rows.of(handle, organisation, entry))));
  }

  /** How many of a document are open, in the transaction of {@code handle}. */
  public int open(Handle handle, UUID entry) {
    return handle
        .createQuery(
            """
            select w.organisation, w.sender_ods, c.kind, c.state, count(*) as entries
            from coded_entry c join worklist_entry w on w.id = c.entry where c.entry = :entry
            group by w.organisation, w.sender_ods, c.kind, c.state
            """)
        .bind("entry", entry)
        .map(
            (row, context) ->
                CodedProgress.NONE.plus(
                    policy.standing(
                        row.getString("organisation"),
                        row.getString("sender_ods"),
                        CodedKind.ofText(row.getString("kind")).orElse(CodedKind.OTHER),
                        CodedState.of(row.getString("state"))),
                    row.getInt("entries")))
        .stream()
        .mapToInt(CodedProgress::open)
        .sum();
  }

  /**
   * Decides on entries of one document, all or none of them; joins the caller's transaction. Of two
   * people who decide on one entry at once, one is told by {@link UndecidableException} what the
   * other decided.
   *
   * @param ordinals which; several only to confirm what needs no look of its own
   * @return the entries as they are then
   * @throws UndecidableException when one of them cannot be decided on
   */
  public List<CodedItem> decide(
      UUID entry, Collection<Integer> ordinals, CodedChoice choice, Acting by) {
    SortedSet<Integer> places = new TreeSet<>(ordinals);
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              String organisation = by.organisation();
              CodedRows.Document document =
                  rows.hold(handle, organisation, entry)
                      .orElseThrow(() -> new UndecidableException(Why.MISSING, Optional.empty()));
              List<CodedItem> decided = new ArrayList<>();
              Map<Integer, CodedItem> before = byPlace(rows.of(handle, organisation, entry));
              for (int place : places) {
                CodedItem item = before.get(place);
                require(document, Optional.ofNullable(item), choice, places.size() > 1);
                int written =
                    choice instanceof CodedChoice.TakeBack
                        ? rows.open(handle, organisation, entry, place)
                        : write(handle, entry, organisation, place, choice, by);
                if (written == 0) {
                  throw new UndecidableException(
                      choice instanceof CodedChoice.TakeBack ? Why.OPEN : Why.DECIDED,
                      Optional.ofNullable(
                          byPlace(rows.of(handle, organisation, entry)).get(place)));
                }
              }
              rows.changed(handle, entry);
              Map<Integer, CodedItem> after = byPlace(rows.of(handle, organisation, entry));
              places.forEach(place -> decided.add(after.get(place)));
              return decided;
            });
  }

  private static Map<Integer, CodedItem> byPlace(List<CodedItem> items) {
    Map<Integer, CodedItem> places = new HashMap<>();
    items.forEach(item -> places.put(item.ordinal(), item));
    return places;
  }

  private static void require(
      CodedRows.Document document, Optional<CodedItem> item, CodedChoice choice, boolean together) {
    Optional<Why> why =
        item.isEmpty()
            ? Optional.of(Why.MISSING)
            : switch (document.state()) {
              case "replaced" -> Optional.of(Why.REPLACED);
              case "void" -> Optional.of(Why.VOID);
              case "needs-matching" -> Optional.of(Why.NOT_MATCHED);
              case "not-known-here" -> Optional.of(Why.NOT_KNOWN_HERE);
              default ->
                  choice instanceof CodedChoice.TakeBack
                      ? takenBack(document, item.get())
                      : standing(item.get(), together);
            };
    why.ifPresent(
        each -> {
          throw new UndecidableException(each, item);
        });
  }

  private static Optional<Why> takenBack(CodedRows.Document document, CodedItem item) {
    if (!item.state().decided()) {
      return Optional.of(Why.OPEN);
    }
    return document.completed() ? Optional.of(Why.COMPLETED) : Optional.empty();
  }

  private static Optional<Why> standing(CodedItem item, boolean together) {
    return switch (item.state()) {
      case CONFIRMED, CHANGED, REJECTED -> Optional.of(Why.DECIDED);
      case FOR_READING -> Optional.of(Why.FOR_READING);
      case PAUSED, DOCUMENT_ONLY -> Optional.of(Why.NOT_TAKEN);
      case TO_REVIEW ->
          together && !item.kind().together() ? Optional.of(Why.ONE_BY_ONE) : Optional.empty();
    };
  }

  private int write(
      Handle handle, UUID entry, String organisation, int place, CodedChoice choice, Acting by) {
    return handle
        .createUpdate(
            """
            update coded_entry set state = :state, decided_by = :person, decided_by_name = :name, decided_at = :at, reason = :reason,
              new_system = :system, new_code = :code, new_display = :display
            where entry = :entry and organisation = :organisation and ordinal = :ordinal and state = 'to-review'
            """)
        .bind("state", choice.state().text())
        .bind("person", by.person())
        .bind("name", by.name())
        .bind("at", Moment.column(clock.instant()))
        .bind("reason", choice.reason().orElse(null))
        .bind("system", choice.instead().map(each -> each.system()).orElse(null))
        .bind("code", choice.instead().map(each -> each.code()).orElse(null))
        .bind("display", choice.instead().map(each -> each.display()).orElse(null))
        .bind("entry", entry)
        .bind("organisation", organisation)
        .bind("ordinal", place)
        .execute();
  }
}
