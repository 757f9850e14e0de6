package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.people.Permission;
import gpcm.node.working.SavedView;
import gpcm.node.working.SavedViews;
import gpcm.node.working.Viewer;
import gpcm.node.working.WorkRefused;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The saved views of a list, for the pages and the API. What is saved is a view, filters and an
 * order, each checked as in an address; a search cannot be among them.
 */
final class SavedLists {
  private final SavedKind kind;
  private final SavedViews saved;
  private final Access access;

  SavedLists(SavedKind kind, Access access) {
    this.kind = kind;
    this.saved = kind.saved();
    this.access = access;
  }

  /** Of what they are views. */
  SavedKind kind() {
    return kind;
  }

  /**
   * A saved view as somebody sees it.
   *
   * @param address of the list
   * @param count how many documents it has; empty for who may not ask for them
   */
  record Shown(SavedView view, String address, OptionalInt count) {}

  /** Those that whoever asks has, with how many documents each has now. */
  List<Shown> shown(Context context) throws IOException {
    Viewer viewer = WorkListsApi.viewer(context);
    List<SavedView> all = saved.list(viewer);
    List<Shown> shown = new ArrayList<>();
    for (SavedView view : all) {
      shown.add(shown(context, view));
    }
    return shown;
  }

  private Shown shown(Context context, SavedView view) throws IOException {
    OptionalInt count;
    try {
      count =
          OptionalInt.of(
              kind.count(context, WorkFields.ofKept(WorkListsApi.parameters(view.query()))));
    } catch (ProblemException refused) {
      // Their roles may have become others since; the list that they are on stands without it.
      count = OptionalInt.empty();
    }
    return new Shown(view, kind.address(view), count);
  }

  /** All the fields of what is saved. */
  String[] fields() {
    Set<String> fields = new TreeSet<>(kind.asked());
    fields.addAll(List.of("replaced", "name", "shared"));
    return fields.toArray(String[]::new);
  }

  SavedView save(Context context, WorkFields fields) throws IOException {
    boolean shared = fields.flag("shared").orElse(false);
    requireMayChange(context, shared);
    String name = name(fields);
    String query = query(context, fields);
    if (shared && fields.flag("confidential").orElse(false)) {
      throw WorkFields.wrong(
          "confidential",
          "a view for everybody cannot ask for confidential documents",
          "leave it out, or save it as your own");
    }
    return doing(
        context, "no saved view", () -> saved.save(WorkingApi.doer(context), shared, name, query));
  }

  SavedView rename(Context context, UUID id, WorkFields fields) throws IOException {
    SavedView view = changeable(context, id);
    String name = name(fields);
    return doing(
        context,
        words(view),
        () -> {
          saved.rename(WorkingApi.doer(context), view, name);
          return saved.find(WorkListsApi.viewer(context), id).orElseThrow(Query::missing);
        });
  }

  SavedView delete(Context context, UUID id) throws IOException {
    SavedView view = changeable(context, id);
    Trail.of(context)
        .doing(
            Action.CONFIGURATION_CHANGED,
            () -> {
              saved.delete(WorkingApi.doer(context), view);
              return view;
            },
            gone -> entry -> entry.changing(words(gone), "deleted"));
    return view;
  }

  private SavedView changeable(Context context, UUID id) throws IOException {
    SavedView view = saved.find(WorkListsApi.viewer(context), id).orElseThrow(Query::missing);
    requireMayChange(context, view.shared());
    return view;
  }

  private void requireMayChange(Context context, boolean shared) throws IOException {
    if (shared) {
      access.require(context, Permission.CHANGE_SETTINGS, false);
    }
  }

  private static SavedView doing(Context context, String before, Supplier<SavedView> thing) {
    try {
      return Trail.of(context)
          .doing(
              Action.CONFIGURATION_CHANGED,
              thing,
              view -> entry -> entry.changing(before, words(view)));
    } catch (WorkRefused refused) {
      throw WorkingApi.problem(refused);
    }
  }

  // Names stand in no sealed part: ids do.
  private static String words(SavedView view) {
    return "%s view %s: %s"
        .formatted(view.shared() ? "everybody's" : "own", view.id(), view.query());
  }

  /** A line in which no number or birth date of a patient stands. */
  private static String name(WorkFields fields) {
    String name = fields.needed("name", 60);
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw WorkFields.wrong("name", "must be one line", "correct it");
    }
    if (name.replaceAll("[\\s./-]", "").matches(".*\\d{6}.*")) {
      throw WorkFields.wrong(
          "name",
          "must not hold an NHS number or a date: a view is of no single patient",
          "give it another name");
    }
    return name;
  }

  /** View, filter and order, each checked, as an address has them. */
  private String query(Context context, WorkFields fields) throws IOException {
    Map<String, String> asked = new LinkedHashMap<>();
    for (String name : kind.filters()) {
      if (fields.has(name) && !fields.all(name).equals(List.of("false"))) {
        asked.put(name, String.join(",", fields.all(name)));
      }
    }
    String query = kind.query(context, fields, asked);
    if (query.length() > 1000) {
      throw WorkFields.wrong("", "the filter is too long to be saved", "ask for less");
    }
    return query;
  }
}
