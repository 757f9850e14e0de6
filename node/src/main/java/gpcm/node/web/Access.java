package gpcm.node.web;

import gpcm.node.people.Decision;
import gpcm.node.people.Permission;
import gpcm.node.people.RoleTable;
import gpcm.node.people.Sessions;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. Every request that a route answers comes by here first: who sends it is found out
 * once, and what {@link RouteTable} says of the route is asked of them. Whoever is let through
 * stands in {@link Asked}; whoever is not gets a {@link ProblemException}.
 */
final class Access {
  /** What is left to whoever has shown a password alone, where that is not enough. */
  private static final Set<String> OWN_ACCOUNT =
      Set.of(
          "/me",
          "/passkeys",
          "/passkeys/{id}/end",
          "/password",
          "/sessions",
          "/sessions/end",
          "/sessions/{id}/end",
          "/session",
          "/session/ending",
          "/sign-out");

  private final RouteTable table = RouteTable.shipped();
  private final Sessions sessions;
  private final Machines machines;
  private final InstantSource clock;
  private final Audited audited;
  private final boolean secondFactor;

  Access(Served served, Machines machines) {
    this.sessions = served.directory().sessions();
    this.machines = machines;
    this.clock = served.clock();
    this.audited = served.audited();
    this.secondFactor = served.waysIn().secondFactor();
  }

  /** What holds for every request, whether anything answers it or not. */
  static void checkOrigin(Context context) {
    String host = Optional.ofNullable(context.header("Host")).orElse("");
    if (changes(context) && isFromAnotherSite(context, host)) {
      throw new ProblemException(
          ProblemKind.CROSS_SITE,
          "this request comes from a page of another site, and those may not change anything here");
    }
  }

  private static boolean changes(Context context) {
    return !Set.of("GET", "HEAD").contains(context.req().getMethod());
  }

  private static boolean isFromAnotherSite(Context context, String host) {
    String site = context.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return true;
    }
    String origin = context.header("Origin");
    return origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host);
  }

  /** Lets a request through to its route, or not. */
  void check(Context context) throws IOException {
    Endpoint route = context.endpoints().matchedHttpEndpoint();
    if (route == null) {
      throw new IllegalStateException("a request went to a route that is not known");
    }
    // Of the handler that will run, whatever the request says.
    String method = route.method.name();
    Trail.begin(context, audited, route.path, table.actions(method, route.path));
    switch (table.rule(method, route.path)) {
      case RouteRule.Open open -> {}
      case RouteRule.SignedIn rule -> {
        Caller caller = caller(context, rule.watching());
        Caller.Person person = person(caller);
        checkForm(context, caller);
        requireEnough(caller, route.path);
        Asked.by(context, caller);
        Instant recent = clock.instant().minus(RoleTable.FRESH);
        if (rule.lately() && person.acting().signedInAt().isBefore(recent)) {
          throw refusal(Set.of(new Decision.SignInAgain()));
        }
        new Asked(caller, Set.of(), Optional.empty()).put(context);
      }
      case RouteRule.Permitted rule -> {
        Caller caller = caller(context, false);
        requireUse(context, caller, rule);
        checkForm(context, caller);
        requireEnough(caller, route.path);
        Asked.by(context, caller);
        decide(context, caller, rule.permissions(), route.path);
        for (Permission permission : rule.besides()) {
          require(context, permission, true);
        }
      }
      case RouteRule.Asking rule -> {
        Caller caller = caller(context, false);
        Caller.Person person = person(caller);
        checkForm(context, caller);
        requireEnough(caller, route.path);
        Asked.by(context, caller);
        ask(context, person, rule.permission(), route.path);
      }
    }
  }

  /**
   * On a page that is open to anybody, or at an address without one: who asks, if they have signed
   * in. They are let through as on a page of their own, and refused nothing.
   */
  static void recognise(Context context, Served served) {
    Cookies.session(context)
        .ifPresent(
            id ->
                served
                    .directory()
                    .sessions()
                    .use(id)
                    .map(acting -> new Caller.Person(acting, id))
                    // Whoever came with a password alone is shown nothing, where that is not
                    // enough.
                    .filter(
                        person -> !served.waysIn().secondFactor() || !person.acting().oneFactor())
                    .ifPresent(
                        person -> new Asked(person, Set.of(), Optional.empty()).put(context)));
  }

  private static Caller.Person person(Caller caller) {
    return caller
        .person()
        .orElseThrow(() -> new ProblemException(ProblemKind.FORBIDDEN, "this is for people"));
  }

  private void ask(Context context, Caller.Person person, Permission permission, String route)
      throws IOException {
    Decision decision = person.decide(permission, true, clock.instant());
    boolean second = decision instanceof Decision.SecondPerson;
    if (!second && !(decision instanceof Decision.Allowed)) {
      throw refusal(Set.of(decision));
    }
    boolean reasonNeeded = second || ((Decision.Allowed) decision).reasonNeeded();
    new Asked(
            person,
            second ? Set.of() : Set.of(permission),
            reasonNeeded ? reasonHere(context, route) : Optional.empty())
        .put(context);
  }

  private Caller caller(Context context, boolean watching) {
    Caller caller = found(context, watching);
    Trail.of(context).by(caller);
    return caller;
  }

  private Caller found(Context context, boolean watching) {
    if (isApi(context) && machines.shows(context)) {
      Optional<Caller> machine = machines.of(context);
      if (machine.isEmpty()) {
        Trail.wrongKey(context);
      }
      return machine.orElseThrow(() -> unknown("this key, token or certificate opens nothing"));
    }
    Optional<String> session = Cookies.session(context);
    return session
        .flatMap(id -> watching ? sessions.look(id) : sessions.use(id))
        .<Caller>map(acting -> new Caller.Person(acting, session.orElseThrow()))
        .orElseThrow(() -> unknown("nobody has signed in, or the session has ended"));
  }

  /** Whether it is a program's to ask, and to understand what is wrong. */
  static boolean isApi(Context context) {
    String path = context.path();
    return path.startsWith("/api/") || path.startsWith("/health/") || path.equals("/metrics");
  }

  private static ProblemException unknown(String why) {
    return new ProblemException(
        ProblemKind.UNAUTHORIZED,
        why + ": sign in, or present a key as 'Authorization: Bearer gpcm_...'");
  }

  /** A form, or a call by a page's own means, shows that it comes from a page of this session. */
  private static void checkForm(Context context, Caller caller) throws IOException {
    if (!changes(context) || !(caller instanceof Caller.Person person)) {
      return;
    }
    Optional<String> shown =
        isApi(context)
            ? Optional.ofNullable(context.header("X-CSRF-Token"))
            : Form.of(context).text("csrf");
    if (shown.filter(token -> FormToken.fits(token, person.session())).isEmpty()) {
      throw new ProblemException(
          ProblemKind.STALE_FORM,
          "what was sent does not come from a page of this session: open the page again and repeat"
              + " it there");
    }
  }

  // Who may never do it sends no files that would be kept on the disk until that is said.
  private static void requireUse(Context context, Caller caller, RouteRule.Permitted rule) {
    if (UploadedForm.of(context).isPresent()
        && (rule.permissions().stream().noneMatch(caller::could)
            || !rule.besides().stream().allMatch(caller::could))) {
      throw refusal(Set.of(new Decision.Refused()));
    }
  }

  private void requireEnough(Caller caller, String route) {
    if (secondFactor && !OWN_ACCOUNT.contains(route)) {
      requireSecondFactor(caller);
    }
  }

  /**
   * Refuses whoever has an account of the node's own and came without a passkey.
   *
   * @throws ProblemException when it is so
   */
  static void requireSecondFactor(Caller caller) {
    if (caller.person().filter(person -> person.acting().oneFactor()).isPresent()) {
      throw new ProblemException(
          ProblemKind.SECOND_FACTOR,
          "this node shows nothing to whoever came with a password or a link alone: sign in with"
              + " your passkey, or make the first one on the page 'Your passkeys'");
    }
  }

  private void decide(Context context, Caller caller, Set<Permission> permissions, String route)
      throws IOException {
    Instant now = clock.instant();
    Set<Permission> allowed = EnumSet.noneOf(Permission.class);
    Set<Decision> others = new HashSet<>();
    boolean reasonNeeded = true;
    for (Permission permission : permissions) {
      Decision decision = caller.decide(permission, true, now);
      if (decision instanceof Decision.Allowed yes) {
        allowed.add(permission);
        reasonNeeded &= yes.reasonNeeded();
      } else {
        others.add(decision);
      }
    }
    if (allowed.isEmpty()) {
      throw refusal(others);
    }
    new Asked(caller, allowed, reasonNeeded ? reasonHere(context, route) : Optional.empty())
        .put(context);
  }

  private static ProblemException refusal(Set<Decision> decisions) {
    if (decisions.contains(new Decision.SignInAgain())) {
      return new ProblemException(
          ProblemKind.SIGN_IN_AGAIN,
          "this asks for a sign-in of the last 15 minutes: sign in again, and repeat it");
    }
    return decisions.contains(new Decision.SecondPerson())
        ? new ProblemException(
            ProblemKind.SECOND_PERSON, "this is done only when a second person confirms it")
        : new ProblemException(
            ProblemKind.FORBIDDEN,
            "none of your roles, or of your key's scopes, allows this: ask an administrator of"
                + " your organisation");
  }

  /**
   * Whether something more than the route asks for is allowed, such as opening a confidential
   * document.
   *
   * @throws ProblemException when it is not
   */
  void require(Context context, Permission permission, boolean own) throws IOException {
    Decision decision = Caller.of(context).decide(permission, own, clock.instant());
    if (!(decision instanceof Decision.Allowed yes)) {
      throw refusal(Set.of(decision));
    }
    if (yes.reasonNeeded()) {
      reason(context);
    }
  }

  /**
   * Whether what is about a patient whose record is restricted may be opened.
   *
   * @throws ProblemException when it may not
   */
  void requireRestricted(Context context) throws IOException {
    Permission permission = Permission.OPEN_RESTRICTED_PATIENT;
    Caller caller = Caller.of(context);
    if (caller.opensRestricted()) {
      return;
    }
    if (caller.decide(permission, false, clock.instant()) instanceof Decision.Refused) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN,
          "the patient's record is restricted, and this is for those who may open such records (%s, which a clinician with the national activity B1611 has, and whoever your organisation names for it): ask one of them"
              .formatted(permission.text()));
    }
    require(context, permission, false);
  }

  /**
   * What was said; empty where it is owed, and the page says so at its field beside what else is
   * wrong in the form.
   */
  private static Optional<String> reasonHere(Context context, String route) throws IOException {
    try {
      return Optional.of(reason(context));
    } catch (ProblemException problem) {
      boolean sent =
          changes(context)
              && (route.startsWith(SettingsSection.PLACE) || route.equals(PeoplePages.PLACE));
      if (!sent || Form.of(context).onlySaysWhy()) {
        throw problem;
      }
      Trail.of(context).oweReason();
      return Optional.empty();
    }
  }

  static ProblemException reasonNeeded() {
    return new ProblemException(
        ProblemKind.REASON_NEEDED,
        "say why, in 1 to 500 characters: in the field below, or in the API in the header"
            + " X-Reason");
  }

  private static String reason(Context context) throws IOException {
    // Never by the address: browsers, proxies and their logs keep those.
    Optional<String> given = Optional.ofNullable(context.header("X-Reason"));
    if (given.isEmpty() && changes(context) && !isApi(context)) {
      given = Form.of(context).text("reason");
    }
    String said =
        given
            .map(String::strip)
            .filter(text -> !text.isEmpty() && text.length() <= 500)
            .orElseThrow(Access::reasonNeeded);
    Trail.of(context).because(said);
    return said;
  }
}
