package gpcm.node.web;

import gpcm.node.desk.ServiceNotice;
import gpcm.node.desk.ServiceNotices;
import gpcm.node.journal.Alert;
import gpcm.node.people.Decision;
import gpcm.node.people.Permission;
import gpcm.node.people.RoleTable;
import gpcm.node.people.SessionLimits;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.working.WorkRow;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What stands around the content of a page: who has signed in, and what they have to know.
 *
 * @param person who; empty on pages for signing in
 * @param alerts the open alerts that they see
 * @param waiting how much waits for them to be its second person
 * @param now when the page is made
 * @param here its own address, encoded as a parameter
 * @param names what organisations are called
 * @param keys whether single keys do something in this browser
 * @param environment what people call the environment; empty where nobody has said
 * @param notice what whoever runs the system tells everybody; empty while that is nothing
 */
record Frame(
    Optional<Caller.Person> person,
    OpenAlerts alerts,
    long waiting,
    Instant now,
    String here,
    OrganisationNames names,
    boolean keys,
    Optional<String> environment,
    Optional<ServiceNotice> notice) {
  private static final OrganisationNames NO_NAMES = new OrganisationNames(Map.of());

  /** Of a page for signing in. */
  static Frame nobody(Context context) {
    return new Frame(
        Optional.empty(),
        OpenAlerts.NONE,
        0,
        Instant.EPOCH,
        "",
        NO_NAMES,
        false,
        Asked.environment(context),
        notice(context, ServiceNotices::now));
  }

  private static final SessionLimits LIMITS = SessionLimits.USUAL;

  static Frame of(Context context, Served served) {
    Caller caller = Caller.of(context);
    return new Frame(
        caller.person(),
        OpenAlerts.of(served.alerts(), caller),
        caller.person().map(each -> Confirming.waitingFor(served, each)).orElse(0L),
        served.clock().instant(),
        here(context),
        served.waysIn().organisations(),
        Cookies.keys(context),
        served.desk().own().environment(),
        served.desk().notices().now());
  }

  private static String here(Context context) {
    String to =
        context.req().getMethod().equals("GET") ? LocalPath.of(Optional.of(context.path())) : "/";
    return URLEncoder.encode(to, StandardCharsets.UTF_8);
  }

  /** Without alerts. */
  static Frame around(Context context) {
    return around(context, ServiceNotices::now);
  }

  private static Frame around(
      Context context, Function<ServiceNotices, Optional<ServiceNotice>> notice) {
    return new Frame(
        Asked.caller(context).flatMap(Caller::person),
        OpenAlerts.NONE,
        0,
        Instant.EPOCH,
        here(context),
        Asked.names(context),
        false,
        Asked.environment(context),
        notice(context, notice));
  }

  private static Optional<ServiceNotice> notice(
      Context context, Function<ServiceNotices, Optional<ServiceNotice>> notice) {
    return Asked.served(context).flatMap(served -> notice.apply(served.desk().notices()));
  }

  /**
   * For a page that says that something went wrong: with the alerts, so that nobody loses sight of
   * them, as far as they can be counted.
   *
   * @param broken whether the node itself could not answer: then it is not asked again
   */
  static Frame ofProblem(Context context, boolean broken) {
    Frame around = around(context, broken ? ServiceNotices::known : ServiceNotices::now);
    Optional<Served> served = Asked.served(context);
    if (broken || around.person().isEmpty() || served.isEmpty()) {
      return around;
    }
    try {
      OpenAlerts alerts = OpenAlerts.of(served.get().alerts(), around.person().get());
      return new Frame(
          around.person(),
          alerts,
          Confirming.waitingFor(served.get(), around.person().get()),
          around.now(),
          around.here(),
          around.names(),
          false,
          around.environment(),
          around.notice());
    } catch (RuntimeException e) {
      return around;
    }
  }

  /** Whether it was made for a page with content of somebody who has signed in. */
  boolean isWhole() {
    return person.isPresent() && !now.equals(Instant.EPOCH);
  }

  /** Whom they have signed in for; empty on pages for signing in. */
  String organisation() {
    return person.map(Caller.Person::organisation).orElse("");
  }

  /** What it is called; its ODS code where it has no name here. */
  String organisationName() {
    return names.of(organisation());
  }

  /** As the head of every page says it: the name, then the code. */
  String organisationInFull() {
    return names.inFull(organisation());
  }

  /** The token of the forms on this page. */
  String token() {
    return person.map(each -> FormToken.of(each.session())).orElse("");
  }

  /** Whether it is worth showing how to do something. */
  boolean could(Permission permission) {
    return person.filter(each -> each.could(permission)).isPresent();
  }

  /** Whether its row is all that they may see of it, because its patient's record is restricted. */
  boolean isRestricted(WorkRow row) {
    return row.marks().restrictedPatient() && person.filter(Caller::opensRestricted).isEmpty();
  }

  /** The same. */
  boolean isRestricted(WorklistEntry entry) {
    return entry.restrictedPatient() && person.filter(Caller::opensRestricted).isEmpty();
  }

  boolean hasRole() {
    return person.filter(each -> !each.acting().roles().isEmpty()).isPresent();
  }

  boolean seesOutbox() {
    return could(Permission.SEE_OUTBOX) || could(Permission.SEE_OUTBOX_WITHOUT_NAMES);
  }

  /** Whether patients' preferences are theirs to take down. */
  boolean choosesProviders() {
    return could(Permission.SUBMIT) || could(Permission.SEE_OUTBOX);
  }

  boolean seesWorklist() {
    return could(Permission.SEE_WORKLIST);
  }

  boolean seesAlerts() {
    return OpenAlerts.CLOSING.values().stream().anyMatch(this::could);
  }

  /** Whether there is anything that they would ask a second person for, or be one for. */
  boolean seesConfirmations() {
    return person.filter(each -> !Confirming.permissions(each).isEmpty()).isPresent();
  }

  boolean seesPeople() {
    return could(Permission.SEE_ROLES);
  }

  boolean seesSettings() {
    return could(Permission.SEE_SETTINGS);
  }

  /** Who saw what of all. */
  boolean seesAudit() {
    return person.filter(each -> each.forAll(Permission.READ_AUDIT)).isPresent();
  }

  boolean seesReports() {
    return could(Permission.SEE_REPORTS);
  }

  /** How messages travel, without what they say. */
  boolean seesMessages() {
    return could(Permission.SEE_DIAGNOSTICS);
  }

  boolean seesNodes() {
    return could(Permission.SEE_NODES);
  }

  /** Whether this may be closed by them. */
  boolean closes(Alert alert) {
    return could(OpenAlerts.CLOSING.get(alert.kind()));
  }

  boolean resendsAnswers() {
    return could(Permission.WORK_CHANNEL);
  }

  /** Whether they have to say why. */
  boolean reasonNeeded(Permission permission) {
    return person
        .map(each -> each.decide(permission, true, now))
        .filter(
            decision -> !(decision instanceof Decision.Allowed allowed) || allowed.reasonNeeded())
        .isPresent();
  }

  /** Whether they can do it only when a second person confirms. */
  boolean asksSecond(Permission permission) {
    return person
        .filter(each -> RoleTable.shipped().asksSecond(each.acting(), permission))
        .isPresent();
  }

  /** After how many seconds without a request the page asks whether to stay; 0 for never. */
  long warnAfterSeconds() {
    return person
        .map(
            each -> {
              Duration idle = LIMITS.idle();
              Duration most =
                  LIMITS.absolute().minus(Duration.between(each.acting().signedInAt(), now));
              Duration left = idle.compareTo(most) < 0 || now.equals(Instant.EPOCH) ? idle : most;
              return Math.max(1, left.minus(LIMITS.warning()).toSeconds());
            })
        .orElse(0L);
  }
}
