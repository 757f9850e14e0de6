package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.SettingSection;
import gpcm.node.working.Settled;
import gpcm.node.working.WorkRefused;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A section of the settings: its pages, and what their forms change. What cannot be done leaves the
 * page as it was filled in, with what is wrong.
 */
final class SettingsSection {
  /** Under which all their forms go. */
  static final String PLACE = "/settings/";

  /** The field that names the one in which a form asks for a reason. */
  static final String WHY = "why";

  private final Served served;
  private final SettingSection section;
  private final Action action;

  SettingsSection(Served served, SettingSection section, Action action) {
    this.served = served;
    this.section = section;
    this.action = action;
  }

  /** What a form changes. */
  interface Change {
    /**
     * Reads all fields of the form, before anything is done.
     *
     * @throws ProblemException when any is wrong
     */
    Doing read(WorkFields fields);
  }

  /** Changes it. */
  interface Doing {
    Settled<?> by(ChangeOrder order);
  }

  /** The page that a form stands on. */
  interface Page {
    void show(Context context, Map<String, List<String>> given, Map<String, String> errors);
  }

  /**
   * What a page shows of its own.
   *
   * @param rows how many of something it lists
   */
  record Content(int rows, Map<String, ?> values) {}

  /**
   * Shows a page.
   *
   * @param read reads its content, once it is known which change of the section was the last
   */
  void show(
      Context context,
      String template,
      Supplier<Content> read,
      Map<String, List<String>> given,
      Map<String, String> errors) {
    String organisation = Caller.of(context).organisation();
    var settings = served.arrangements().settings();
    // The other way round, a form of the old values would be taken for one of the new.
    long version = settings.latest(organisation, section);
    Content content = read.get();
    if (errors.isEmpty()) {
      Trail.of(context).shown(Seen.count(context, content.rows));
    }
    Map<String, Object> all = new HashMap<>(content.values);
    all.put(
        "view",
        new SettingsView(
            Frame.of(context, served),
            version,
            settings.changes(organisation, section),
            served.teams().list(organisation),
            served.teams().people(organisation),
            given,
            errors));
    Pages.render(context, template, all);
  }

  /**
   * Does what a form says, and goes to a page.
   *
   * @param to the address of that page
   * @param again the page that it stands on
   * @param names its fields
   */
  void change(Context context, String to, Page again, Change change, String... names)
      throws IOException {
    Query.none(context);
    WorkFields fields =
        WorkFields.of(
            context, Stream.concat(Stream.of(names), Stream.of("version")).toArray(String[]::new));
    try {
      Doing doing = read(context, fields, change);
      ChangeOrder order =
          new ChangeOrder(
              WorkingApi.doer(context),
              Asked.of(context).flatMap(Asked::reason).orElse(""),
              fields.version());
      Trail.of(context).doing(action, () -> doing.by(order), WorkingApi::told);
    } catch (WorkRefused refused) {
      again(context, again, fields, WorkingApi.problem(refused), names);
      return;
    } catch (ProblemException problem) {
      again(context, again, fields, problem, names);
      return;
    }
    context.redirect(to, HttpStatus.SEE_OTHER);
  }

  private static Doing read(Context context, WorkFields fields, Change change) throws IOException {
    WrongFields wrong = new WrongFields();
    Supplier<Doing> doing = wrong.read(() -> change.read(fields));
    wrong.requireReason(context);
    wrong.refuse();
    return doing.get();
  }

  /** The id of the field in which the form asks for a reason, as it says itself. */
  static String whereReason(Context context) throws IOException {
    return Form.of(context).text(WHY).filter(id -> id.matches("[a-z0-9-]{1,80}")).orElse("");
  }

  private static void again(
      Context context, Page page, WorkFields fields, ProblemException problem, String... names)
      throws IOException {
    Map<String, String> errors = errors(problem);
    Map<String, List<String>> given = given(context, fields, names);
    Trail.ended(context, problem);
    context.status(problem.kind().status());
    page.show(context, given, errors);
  }

  /**
   * What is wrong, by the field that it is wrong with; under nothing where it is with none.
   *
   * @throws ProblemException the same, where the form is not to be shown again
   */
  static Map<String, String> errors(ProblemException problem) {
    Map<String, String> errors = new LinkedHashMap<>();
    switch (problem.kind()) {
      case INVALID_ENTRY, REASON_NEEDED ->
          problem.fields().forEach(field -> errors.put(field.name(), field.sentences()));
      case CHANGED_MEANWHILE, NOT_IN_THIS_STATE ->
          errors.put("", Display.sentence(problem.getMessage()));
      default -> throw problem;
    }
    if (errors.isEmpty()) {
      throw problem;
    }
    return errors;
  }

  /** What was filled in, the reason too. */
  static Map<String, List<String>> given(Context context, WorkFields fields, String... names)
      throws IOException {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (String name : names) {
      given.put(name, fields.all(name));
    }
    given.put(WHY, List.of(whereReason(context)));
    given.put("reason", Form.of(context).all("reason"));
    return given;
  }
}
