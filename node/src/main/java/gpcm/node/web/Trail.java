package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Outcome;
import gpcm.audit.entry.Place;
import gpcm.node.store.Along;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What one request leaves in the audit log: one entry, whatever becomes of it. {@code routes.txt}
 * says of which actions; nothing is answered on a route with an action before its entry is
 * committed. Belongs to one request.
 */
final class Trail {
  private static final String ATTRIBUTE = "gpcm.trail";
  private static final String REQUEST_ID = "X-Request-ID";

  /** What the sealed part holds is never erased, and only this can say nothing of a patient. */
  private static final Pattern ID_WITHOUT_MEANING =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Audited audited;
  private final List<Action> actions;
  private final Place place;
  private final Optional<UUID> caseId;
  private Optional<Caller> caller = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<String> reason = Optional.empty();
  private boolean wrongKey;
  private boolean owing;
  private boolean written;

  private Trail(Audited audited, List<Action> actions, Place place, Optional<UUID> caseId) {
    this.audited = audited;
    this.actions = List.copyOf(actions);
    this.place = place;
    this.caseId = caseId;
  }

  /**
   * Begins the trail of a request.
   *
   * @param route the pattern of its path, which holds nothing of what was asked for
   * @param actions what the route does; none when it leaves no entry
   */
  static Trail begin(Context context, Audited audited, String route, List<Action> actions) {
    String id =
        Optional.ofNullable(context.header(REQUEST_ID))
            .filter(given -> ID_WITHOUT_MEANING.matcher(given).matches())
            .orElseGet(() -> UUID.randomUUID().toString());
    context.header(REQUEST_ID, id);
    Trail trail =
        new Trail(
            audited,
            actions,
            audited
                .log()
                .place()
                .request(
                    context.req().getMethod() + " " + route, id, ClientAddress.of(context).text()),
            caseId(context, route));
    context.attribute(ATTRIBUTE, trail);
    return trail;
  }

  private static Optional<UUID> caseId(Context context, String route) {
    if (!route.matches("(/api/v1)?/(outbox|documents|worklist)/\\{id}.*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(context.pathParam("id")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The trail of a request that goes to a route. */
  static Trail of(Context context) {
    return begun(context)
        .orElseThrow(() -> new IllegalStateException("this request goes to no route"));
  }

  /** What the audit log and the node's log call a request, for people to name it by. */
  static Optional<String> reference(Context context) {
    return begun(context).flatMap(trail -> trail.place.requestId());
  }

  private static Optional<Trail> begun(Context context) {
    return Optional.ofNullable(context.attribute(ATTRIBUTE));
  }

  void by(Caller who) {
    caller = Optional.of(who);
  }

  /** Who it is, in the words of a machine that does it for somebody. */
  void named(String words) {
    name = Optional.of(words);
  }

  void because(String given) {
    reason = Optional.of(given);
  }

  /**
   * Whoever asks has to say why, and has not. Their form is shown again, with what else is wrong in
   * it; whoever writes here, or does anything by it, is refused.
   */
  void oweReason() {
    owing = true;
  }

  boolean owesReason() {
    return owing;
  }

  private void requireReason() {
    if (owing) {
      throw Access.reasonNeeded();
    }
  }

  /** Somebody showed a key that opens nothing. */
  static void wrongKey(Context context) {
    RateLimits.beforeRefusalIsWritten(context);
    of(context).wrongKey = true;
  }

  /** An entry of this request about whatever the route does. */
  private AuditEntry entry(UnaryOperator<AuditEntry> about) {
    return about.apply(entry(actions.getFirst(), caller.orElseThrow()));
  }

  private AuditEntry entry(Action action, Caller who) {
    return entry(action, who.organisation(), actor(who));
  }

  private Actor actor(Caller who) {
    return name.map(who.actor()::called).orElseGet(who::actor);
  }

  /** An entry of this request by somebody whom no session or key names. */
  AuditEntry entry(Action action, String organisation, Actor actor) {
    if (!actions.contains(action) && action != Action.ACCESS_REFUSED) {
      throw new IllegalStateException(
          "routes.txt does not say that %s is %s"
              .formatted(place.screen().orElse(""), action.code()));
    }
    AuditEntry entry = audited.log().entry(organisation, action, actor).from(place);
    AuditEntry meant = isCare(action) ? entry : entry.forOperations();
    return reason.map(meant::because).orElse(meant);
  }

  private static boolean isCare(Action action) {
    return switch (action) {
      case DOCUMENT_OPENED, ATTACHMENT_OPENED, DOWNLOADED, LIST_SEEN, SUBMITTED, RESENT, TRIED ->
          true;
      case CODED_ENTRY_CONFIRMED, CODED_ENTRY_CHANGED -> true;
      case CODED_ENTRY_REJECTED, CODED_ENTRY_TAKEN_BACK -> true;
      case PATIENT_SEARCHED, MATCHED, HELD, REFUSED_TO_SENDER, DECIDED, ESCALATED -> true;
      case HANDED_OVER -> true;
      case TAKEN, GIVEN_BACK, ASSIGNED, NOTED, TASK_ADDED, TASK_DONE, REVIEW_ASKED, REVIEWED ->
          true;
      case MADE_TO_WAIT, COMPLETED, REOPENED, URGENCY_CHANGED, SENDER_TOLD, REPLACEMENT_SEEN ->
          true;
      default -> false;
    };
  }

  /** ODS codes of all organisations of the node. */
  List<String> everywhere() {
    return audited.organisations();
  }

  /** Writes and commits what is about to be shown. */
  void shown(UnaryOperator<AuditEntry> about) {
    write(List.of(entry(about)));
  }

  /** Writes and commits entries of this request. */
  void write(List<AuditEntry> entries) {
    requireReason();
    commit(entries);
  }

  private void commit(List<AuditEntry> entries) {
    audited.log().write(entries);
    written = true;
  }

  /**
   * Does things in one transaction with what is written meanwhile: whoever shows a secret that is
   * good once has not used it up where that could not be written.
   */
  <T> T together(Supplier<T> things) {
    return audited.log().together(things);
  }

  /**
   * Does something in the node's database and says so, in one transaction: both, or neither.
   *
   * @param entries hears what came of it
   */
  <T> T doing(Supplier<T> thing, Function<T, List<AuditEntry>> entries) {
    requireReason();
    T result = audited.log().doing(thing, entries);
    written = true;
    return result;
  }

  /** The same with one entry by whoever asks. */
  <T> T doing(Action action, Supplier<T> thing, Function<T, UnaryOperator<AuditEntry>> about) {
    return doing(
        thing, result -> List.of(about.apply(result).apply(entry(action, caller.orElseThrow()))));
  }

  /**
   * The same for what is seen in all organisations: each has an entry in its own log. What whoever
   * asks is called stands in their own organisation's alone.
   */
  <T> T doingForAll(
      Action action, Supplier<T> thing, Function<T, UnaryOperator<AuditEntry>> about) {
    Caller who = caller.orElseThrow();
    return doing(
        thing,
        result ->
            everywhere().stream()
                .map(
                    organisation ->
                        organisation.equals(who.organisation())
                            ? entry(action, who)
                            : entry(action, organisation, actor(who).elsewhere()))
                .map(about.apply(result))
                .toList());
  }

  /**
   * The same for what has a transaction of its own, and is handed what to write in it.
   *
   * @param thing false when it did nothing
   */
  boolean handing(Function<Along, Boolean> thing, UnaryOperator<AuditEntry> about) {
    boolean done = thing.apply(along(about));
    written |= done;
    return done;
  }

  /** These entries of this request, to be written with something. */
  Along along(List<AuditEntry> entries) {
    requireReason();
    return handle -> audited.log().write(handle, entries);
  }

  /** An entry of this request by whoever asks. */
  AuditEntry entry(Action action) {
    return entry(action, caller.orElseThrow());
  }

  /** What is to be written with something; whoever has seen it written says {@link #done}. */
  Along along(UnaryOperator<AuditEntry> about) {
    return along(List.of(entry(about)));
  }

  void done() {
    written = true;
  }

  /**
   * Makes sure that nothing is shown of which there is no entry; a problem shows nothing.
   *
   * @throws IllegalStateException when the request's route has an action and nothing was written
   */
  static void requireWritten(Context context) {
    begun(context)
        .filter(trail -> context.statusCode() < 400)
        .filter(trail -> !trail.written && !trail.actions.isEmpty())
        .ifPresent(
            trail -> {
              throw new IllegalStateException(
                  trail.place.screen().orElse("") + " shows what no audit entry tells of");
            });
  }

  /**
   * The request has come to nothing.
   *
   * @throws RuntimeException when that cannot be written
   */
  static void ended(Context context, ProblemException problem) {
    begun(context).filter(trail -> !trail.written).ifPresent(trail -> trail.ended(problem));
  }

  private void ended(ProblemException problem) {
    int status = problem.kind().status();
    String code = status + " " + problem.kind().word();
    if (caller.isEmpty()) {
      if (wrongKey) {
        commit(
            everywhere().stream()
                .map(
                    organisation ->
                        entry(
                                Action.ACCESS_REFUSED,
                                organisation,
                                Actor.machine("unknown", List.of(), organisation))
                            .ended(Outcome.refused(code)))
                .toList());
      }
      return;
    }
    boolean refused = status == 401 || status == 403;
    if (refused || !actions.isEmpty()) {
      AuditEntry entry =
          entry(refused ? Action.ACCESS_REFUSED : actions.getFirst(), caller.get())
              .ended(refused ? Outcome.refused(code) : Outcome.failed(code));
      // What is not there for them may be another organisation's, of which nothing is told here.
      commit(
          List.of(
              caseId
                  .filter(id -> audited.log().isOf(caller.get().organisation(), id))
                  .map(id -> entry.with(Data.ofCase(id)))
                  .orElse(entry)));
    }
  }
}
