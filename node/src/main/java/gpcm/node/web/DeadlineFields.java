package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.exchange.Deadline;
import gpcm.exchange.Deadlines;
import gpcm.node.sending.SendingDeadlines;
import gpcm.node.sending.SendingRules;
import gpcm.node.store.Deadlocks;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How long an organisation waits for what, as forms and the API give it: in minutes. */
final class DeadlineFields {
  static final String[] NAMES =
      Arrays.stream(Deadline.values()).map(Deadline::text).toArray(String[]::new);

  private DeadlineFields() {}

  static ObjectNode json(SendingDeadlines deadlines, String organisation) {
    SendingDeadlines.Setting setting = deadlines.of(organisation);
    ObjectNode json = ApiJson.object();
    ArrayNode all = json.putArray("deadlines");
    Deadlines inForce = deadlines.usual().but(setting.own());
    for (Deadline each : Deadline.values()) {
      all.addObject()
          .put("deadline", each.text())
          .put("words", each.words())
          .put("minutes", inForce.of(each).toMinutes())
          .put("own", setting.own().containsKey(each));
    }
    setting
        .change()
        .ifPresent(
            change -> json.put("changedBy", change.by()).put("changedAt", change.at().toString()));
    return json.put("version", setting.version());
  }

  /** The fields that set them. */
  static WorkFields of(Context context) throws IOException {
    return WorkFields.of(
        context, Stream.concat(Stream.of("version"), Stream.of(NAMES)).toArray(String[]::new));
  }

  /** What the fields say; what is not given is the node's. */
  static Map<Deadline, Duration> read(SendingDeadlines deadlines, WorkFields fields) {
    WrongFields wrong = new WrongFields();
    Map<Deadline, Supplier<Optional<Duration>>> read = new EnumMap<>(Deadline.class);
    for (Deadline each : Deadline.values()) {
      read.put(
          each, wrong.read(() -> fields.digits(each.text(), 6).map(text -> minutes(each, text))));
    }
    wrong.refuse();
    Map<Deadline, Duration> own = new EnumMap<>(Deadline.class);
    read.forEach((each, time) -> time.get().ifPresent(given -> own.put(each, given)));
    requireTold(own, deadlines.usual().but(own));
    return own;
  }

  /**
   * Sets them in the name of whoever asks.
   *
   * @param seen version that they have seen
   */
  static void set(
      Context context, SendingDeadlines deadlines, Map<Deadline, Duration> own, int seen) {
    Caller caller = Caller.of(context);
    SendingRules.Changed<SendingDeadlines.Setting> unused =
        Deadlocks.outlive(
            () ->
                Trail.of(context)
                    .doing(
                        Action.CONFIGURATION_CHANGED,
                        () ->
                            deadlines
                                .set(caller.organisation(), own, seen, caller.name())
                                .orElseThrow(
                                    () ->
                                        new ProblemException(
                                            ProblemKind.CHANGED_MEANWHILE,
                                            "somebody else has changed this meanwhile: read it"
                                                + " again, and set it with the version that it has"
                                                + " now")),
                        changed -> entry -> entry.changing(changed.before(), changed.after())));
  }

  // Once it is overdue MESH is not asked any more, and nobody is told that it was not collected.
  private static void requireTold(Map<Deadline, Duration> own, Deadlines inForce) {
    Duration end = inForce.of(Deadline.INFRASTRUCTURE);
    for (Deadline each : List.of(Deadline.TRACKING, Deadline.NOT_COLLECTED)) {
      boolean set = own.containsKey(each) || own.containsKey(Deadline.INFRASTRUCTURE);
      if (set && inForce.of(each).compareTo(end) >= 0) {
        throw WorkFields.wrong(
            own.containsKey(each) ? each.text() : Deadline.INFRASTRUCTURE.text(),
            "%s (%d minutes) must be shorter than infrastructure (%d minutes): a document is overdue"
                    .formatted(each.text(), inForce.of(each).toMinutes(), end.toMinutes())
                + " then, and that time would never come",
            "shorten " + each.text() + ", or give infrastructure more time");
      }
    }
  }

  private static Duration minutes(Deadline deadline, String text) {
    if (text.matches("[0-9]{1,6}")) {
      Duration time = Duration.ofMinutes(Long.parseLong(text));
      if (time.compareTo(deadline.shortest()) >= 0 && time.compareTo(deadline.longest()) <= 0) {
        return time;
      }
    }
    throw WorkFields.wrong(
        deadline.text(),
        "must be a whole number of minutes, %d to %d"
            .formatted(deadline.shortest().toMinutes(), deadline.longest().toMinutes()),
        "correct it, or leave it out");
  }
}
