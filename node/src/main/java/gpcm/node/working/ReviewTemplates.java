package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.Settings.Step;
import gpcm.node.working.WorkRefused.Missing;
import gpcm.node.working.WorkRefused.NotNow;
import gpcm.node.working.WorkRefused.Wrong;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The templates of reviews of organisations. What has begun on a document goes on as it began,
 * whatever is changed here. Thread-safe.
 */
public final class ReviewTemplates {
  private static final int MOST = 50;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;

  /** Of the database behind {@code jdbi}. */
  public ReviewTemplates(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
  }

  /**
   * What a form says of a template.
   *
   * @param starts with which documents it begins by itself
   * @param levels 1 to 5
   */
  public record Draft(String name, Optional<Fits> starts, List<DraftLevel> levels) {
    /** Copies the list. */
    public Draft {
      levels = List.copyOf(levels);
    }
  }

  /**
   * What a form says of a level.
   *
   * @param whom as {@link Assignee#text} has it
   */
  public record DraftLevel(String whom, String instruction, OptionalInt dueHours) {}

  /** The templates of an organisation, by name. */
  public List<ReviewTemplate> list(String organisation) {
    return jdbi.withHandle(handle -> list(handle, organisation));
  }

  /** The template with this id, if it is the organisation's. */
  public Optional<ReviewTemplate> find(String organisation, UUID id) {
    return list(organisation).stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private static List<ReviewTemplate> list(Handle handle, String organisation) {
    Map<UUID, ReviewTemplate> found = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select t.*, l.of_person, l.of_team, l.instruction, l.due_hours, coalesce(p.name, m.name) as whom
            from review_template t join review_level l on l.template = t.id
            left join person p on p.id = l.of_person left join team m on m.id = l.of_team
            where t.organisation = :organisation and t.ended_at is null order by lower(t.name), t.id, l.level
            """)
        .bind("organisation", organisation)
        .map((row, context) -> row(row))
        .forEach(each -> found.merge(each.id(), each, ReviewTemplates::joined));
    return List.copyOf(found.values());
  }

  private static ReviewTemplate joined(ReviewTemplate one, ReviewTemplate more) {
    List<ReviewLevel> levels = new ArrayList<>(one.levels());
    levels.addAll(more.levels());
    return new ReviewTemplate(one.id(), one.name(), one.starts(), levels);
  }

  private static ReviewTemplate row(ResultSet row) throws SQLException {
    int hours = row.getInt("due_hours");
    return new ReviewTemplate(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getBoolean("starts") ? Optional.of(Fits.of(row, false)) : Optional.empty(),
        List.of(
            new ReviewLevel(
                Assignee.of(row, "of_person", "of_team", "whom"),
                row.getString("instruction"),
                hours == 0 ? OptionalInt.empty() : OptionalInt.of(hours))));
  }

  private static ReviewTemplate required(Handle handle, String organisation, UUID id) {
    return list(handle, organisation).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new Missing("there is no such template"));
  }

  /**
   * Adds a template.
   *
   * @throws WorkRefused when something of it is wrong
   */
  public Settled<ReviewTemplate> add(ChangeOrder order, Draft draft) {
    return settings.change(
        order,
        SettingSection.REVIEWS,
        handle -> {
          if (list(handle, order.organisation()).size() >= MOST) {
            throw new NotNow("there are %d templates, which is the most".formatted(MOST));
          }
          ReviewTemplate made = made(handle, order.organisation(), UUID.randomUUID(), draft);
          made.starts()
              .orElse(Fits.ALL)
              .bind(
                  handle.createUpdate(
                      """
                      insert into review_template (id, organisation, name, starts, type_code, sender_ods, use_case, for_action)
                      values (:id, :organisation, :name, :starts, :typeCode, :sender, :useCase, :forAction)
                      """))
              .bind("id", made.id())
              .bind("organisation", order.organisation())
              .bind("name", made.name())
              .bind("starts", made.starts().isPresent())
              .execute();
          levels(handle, made);
          return new Step<>(made, how -> "no template", made::in);
        });
  }

  /**
   * Changes a template, for what begins from then on.
   *
   * @throws WorkRefused when something of it is wrong, or the organisation has no such template
   */
  public Settled<ReviewTemplate> change(ChangeOrder order, UUID id, Draft draft) {
    return settings.change(
        order,
        SettingSection.REVIEWS,
        handle -> {
          ReviewTemplate before = required(handle, order.organisation(), id);
          ReviewTemplate after = made(handle, order.organisation(), id, draft);
          after
              .starts()
              .orElse(Fits.ALL)
              .bind(
                  handle.createUpdate(
                      """
                      update review_template set name = :name, starts = :starts, type_code = :typeCode, sender_ods = :sender,
                        use_case = :useCase, for_action = :forAction
                      where id = :id
                      """))
              .bind("id", id)
              .bind("name", after.name())
              .bind("starts", after.starts().isPresent())
              .execute();
          handle
              .createUpdate("delete from review_level where template = :id")
              .bind("id", id)
              .execute();
          levels(handle, after);
          return new Step<>(after, before::in, after::in);
        });
  }

  /**
   * Ends a template: nothing begins by it any more.
   *
   * @throws WorkRefused when the organisation has no such template
   */
  public Settled<ReviewTemplate> end(ChangeOrder order, UUID id) {
    return settings.change(
        order,
        SettingSection.REVIEWS,
        handle -> {
          ReviewTemplate before = required(handle, order.organisation(), id);
          handle
              .createUpdate("update review_template set ended_at = :now where id = :id")
              .bind("now", Moment.column(clock.instant()))
              .bind("id", id)
              .execute();
          return new Step<>(before, before::in, how -> "no template");
        });
  }

  private ReviewTemplate made(Handle handle, String organisation, UUID id, Draft draft) {
    boolean taken =
        list(handle, organisation).stream()
            .anyMatch(each -> !each.id().equals(id) && each.name().equalsIgnoreCase(draft.name()));
    if (taken) {
      throw new Wrong("name", "there is a template of this name", "give it another name");
    }
    return new ReviewTemplate(
        id,
        draft.name(),
        draft.starts(),
        draft.levels().stream()
            .map(
                level ->
                    new ReviewLevel(
                        Assignee.chosen(handle, organisation, clock.instant(), level.whom()),
                        level.instruction(),
                        level.dueHours()))
            .toList());
  }

  private static void levels(Handle handle, ReviewTemplate template) {
    int number = 1;
    for (ReviewLevel level : template.levels()) {
      handle
          .createUpdate(
              """
              insert into review_level (template, level, of_person, of_team, instruction, due_hours)
              values (:template, :level, :person, :team, :instruction, :hours)
              """)
          .bind("template", template.id())
          .bind("level", number++)
          .bindByType("person", level.of().personId().orElse(null), UUID.class)
          .bindByType("team", level.of().teamId().orElse(null), UUID.class)
          .bind("instruction", level.instruction())
          .bindByType(
              "hours",
              level.dueHours().isPresent() ? level.dueHours().getAsInt() : null,
              Integer.class)
          .execute();
    }
  }
}
