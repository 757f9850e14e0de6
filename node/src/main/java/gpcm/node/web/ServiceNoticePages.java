package gpcm.node.web;

import gpcm.node.desk.ServiceNotice;
import gpcm.node.people.Permission;
import gpcm.node.working.Working;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code /system/notice}: where whoever runs the system tells everybody something. */
final class ServiceNoticePages {
  private static final String PLACE = "/system/notice";
  private static final String UNTIL_DAY = NoticeActs.UNTIL + "-day";
  private static final String UNTIL_TIME = NoticeActs.UNTIL + "-time";

  private final Served served;
  private final NoticeActs acts;

  ServiceNoticePages(Served served) {
    this.served = served;
    this.acts = new NoticeActs(served);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, this::show);
    routes.post(PLACE, this::set);
    routes.post(PLACE + "/end", this::takeAway);
  }

  /**
   * What the page shows.
   *
   * @param last the notice that was set last and not taken away
   * @param own whether that was done for the organisation of whoever looks
   * @param changes whether they may change it
   * @param given what was filled in, where it could not be done
   * @param errors what is wrong with it, by the id of the field
   */
  record Shown(
      Frame frame,
      Optional<ServiceNotice> last,
      boolean own,
      boolean changes,
      Map<String, String> given,
      Map<String, String> errors) {
    String title() {
      return errors.isEmpty() ? "Service notice" : "Error: Service notice";
    }

    /** Whether its time is over. */
    boolean over() {
      return last.filter(notice -> notice.isOver(frame.now())).isPresent();
    }

    /** Which one they have seen, for the forms. */
    String seen() {
      return last.map(notice -> notice.id().toString()).orElse(NoticeActs.NONE);
    }

    String error(String field) {
      return errors.getOrDefault(field, "");
    }

    /** What was filled in, or else what stands there. */
    String text() {
      return value(NoticeActs.TEXT, last.map(ServiceNotice::words).orElse(""));
    }

    String day() {
      return value(UNTIL_DAY, inWords("uuuu-MM-dd"));
    }

    String time() {
      return value(UNTIL_TIME, inWords("HH:mm"));
    }

    private String value(String field, String set) {
      return given.isEmpty() ? set : given.getOrDefault(field, "");
    }

    // What is over is offered again without its end.
    private String inWords(String form) {
      return last.filter(notice -> !over())
          .flatMap(ServiceNotice::until)
          .map(
              (Instant end) ->
                  DateTimeFormatter.ofPattern(form, Locale.UK).format(end.atZone(Working.ZONE)))
          .orElse("");
    }
  }

  private void show(Context context) {
    Query.none(context);
    show(context, Map.of(), Map.of());
  }

  private void show(Context context, Map<String, String> given, Map<String, String> errors) {
    Frame frame = Frame.of(context, served);
    Optional<ServiceNotice> last = served.desk().notices().last();
    if (errors.isEmpty()) {
      Trail.of(context).shown(Seen.count(context, last.isPresent() ? 1 : 0));
    }
    Map<String, Object> values = new HashMap<>();
    values.put(
        "shown",
        new Shown(
            frame,
            last,
            last.filter(notice -> notice.organisation().equals(frame.organisation())).isPresent(),
            frame.could(Permission.CHANGE_TECHNICAL_SETTINGS),
            given,
            errors));
    Pages.render(context, "systemNotice.jte", values);
  }

  private interface Doing {
    void with(WorkFields fields);
  }

  private void set(Context context) throws IOException {
    done(context, fields -> acts.set(context, fields, Caller.of(context).name()));
  }

  private void takeAway(Context context) throws IOException {
    done(context, fields -> acts.takeAway(context, fields));
  }

  private void done(Context context, Doing doing) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, NoticeActs.TEXT, NoticeActs.UNTIL, NoticeActs.SEEN);
    try {
      doing.with(fields);
    } catch (ProblemException problem) {
      again(context, problem);
      return;
    }
    context.redirect(PLACE, HttpStatus.SEE_OTHER);
  }

  private void again(Context context, ProblemException problem) throws IOException {
    Map<String, String> errors = new LinkedHashMap<>();
    switch (problem.kind()) {
      case INVALID_ENTRY ->
          problem.fields().forEach(field -> errors.putAll(error(field.pointer())));
      case CHANGED_MEANWHILE, NOT_IN_THIS_STATE ->
          errors.put("", Display.sentence(problem.getMessage()));
      default -> throw problem;
    }
    Form form = Form.of(context);
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : new String[] {NoticeActs.TEXT, UNTIL_DAY, UNTIL_TIME}) {
      given.put(name, form.text(name).orElse(""));
    }
    Trail.ended(context, problem);
    context.status(problem.kind().status());
    show(context, given, errors);
  }

  private static Map<String, String> error(String pointer) {
    return switch (pointer) {
      case "/" + NoticeActs.UNTIL ->
          Map.of(
              UNTIL_DAY,
              "Give a day and a time to come, within a year, such as 14:30 in UK time, or leave"
                  + " both empty.");
      default -> Map.of(NoticeActs.TEXT, "Say what everybody is to read, in 1 to 300 characters.");
    };
  }
}
