package gpcm.node.web;

import gpcm.node.passkeys.RelyingParty;
import gpcm.node.people.Directory;
import gpcm.node.people.LocalAccounts;
import gpcm.node.people.Person;
import gpcm.node.people.SignIn;
import gpcm.node.people.SignInLinks;
import gpcm.node.signin.OpenIdProvider;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Pages for signing in and out, and of one's own sessions. */
final class SignInPages {
  static final int PASSWORD_ONLY = 1;

  private final Directory directory;
  private final SignInTrail trail;
  private final Served served;
  private final InstantSource clock;
  private final NewSessions newSessions;
  private final PublicAddress address;
  private final SecureRandom random = new SecureRandom();

  SignInPages(Served served, NewSessions newSessions, PublicAddress address) {
    this.newSessions = newSessions;
    this.address = address;
    this.served = served;
    this.directory = served.directory();
    this.trail = newSessions.trail();
    this.clock = served.clock();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/sign-in", this::form);
    routes.post("/sign-in", this::signIn);
    Gets.add(routes, "/sign-in/link", this::link);
    routes.post("/sign-in/link", this::openLink);
    routes.post("/sign-out", this::signOut);
    Gets.add(routes, "/session/ending", this::ending);
    routes.post("/session", this::stay);
    Gets.add(routes, "/sessions", this::sessions);
    routes.post("/sessions/end", this::endAll);
    routes.post("/sessions/{id}/end", this::endOne);
  }

  private void form(Context context) {
    Query query = new Query(context, "to");
    form(context, LocalPath.of(query.text("to")), "");
  }

  private void form(Context context, String to, String trouble) {
    Pages.render(
        context,
        "signIn.jte",
        Map.of(
            "frame",
            Frame.nobody(context),
            "token",
            FormToken.of(Cookies.form(context, random)),
            "to",
            to,
            "trouble",
            trouble,
            "providers",
            served.waysIn().providers().all(),
            "local",
            served.waysIn().localAccounts(),
            "passkeys",
            RelyingParty.at(address.of(context)).isPresent(),
            "again",
            again(context)));
  }

  /** Where somebody whose session goes on proves again who they are: at their provider, if any. */
  private String again(Context context) {
    return Cookies.session(context)
        .flatMap(directory.sessions()::look)
        .flatMap(acting -> directory.people().find(acting.person()))
        .flatMap(person -> served.waysIn().providers().ofIssuer(person.issuer()))
        .map(OpenIdProvider::id)
        .orElse("");
  }

  private void signIn(Context context) throws IOException {
    requireLocalAccounts();
    Form form = fromOwnPage(context);
    String to = LocalPath.of(form.text("to"));
    LocalAccounts.Attempt attempt =
        directory
            .accounts()
            .signIn(
                form.text("user").orElse(""),
                form.text("password").orElse(""),
                Cookies.device(context),
                ClientAddress.of(context).network());
    switch (attempt) {
      case LocalAccounts.Attempt.Succeeded right -> {
        Workplaces places = Workplaces.of(directory, right.person());
        Optional<String> organisation = places.chosen(form);
        if (organisation.isEmpty()) {
          trail.refused(context, Optional.of(right.person()), places.refusal());
          refused(context, to, places.question());
          return;
        }
        Cookies.device(context, right.device());
        newSessions.begin(context, signIn(right.person(), organisation.get()), "password");
        context.redirect(served.waysIn().secondFactor() ? "/passkeys" : to, HttpStatus.SEE_OTHER);
      }
      case LocalAccounts.Attempt.Wrong wrong -> {
        trail.refused(context, meant(form), "wrong password");
        refused(context, to, "The user name or the password is wrong.");
      }
      case LocalAccounts.Attempt.TooMany wait -> {
        trail.refused(context, meant(form), "too many wrong passwords");
        refused(
            context,
            to,
            "There were too many wrong passwords. Try again after "
                + Display.time(wait.until())
                + ", sign in with a passkey, or ask an administrator for a link.");
      }
    }
  }

  private Optional<Person> meant(Form form) {
    return form.text("user").flatMap(directory.people()::local);
  }

  /** Without them nothing leads in to accounts of the node's own, links neither. */
  private void requireLocalAccounts() {
    if (!served.waysIn().localAccounts()) {
      throw Query.missing();
    }
  }

  private void refused(Context context, String to, String trouble) {
    context.status(HttpStatus.FORBIDDEN);
    form(context, to, trouble);
  }

  /** The form for signing in, shown by this node to this browser. */
  static Form fromOwnPage(Context context) throws IOException {
    Form form = Form.of(context);
    Optional<String> browser = Cookies.form(context);
    if (browser.isEmpty()
        || form.text("csrf").filter(token -> FormToken.fits(token, browser.get())).isEmpty()) {
      throw new ProblemException(
          ProblemKind.STALE_FORM,
          "the form does not come from a page that this browser was shown: open the page again,"
              + " with cookies allowed");
    }
    return form;
  }

  private SignIn signIn(Person person, String organisation) {
    return new SignIn(
        person, organisation, Set.of(), Set.of(), Optional.empty(), PASSWORD_ONLY, clock.instant());
  }

  /** A button and no more: what looks at links beforehand, such as a mail program, opens none. */
  private void link(Context context) {
    requireLocalAccounts();
    Query query = new Query(context, "key", "to");
    Pages.render(
        context,
        "link.jte",
        Map.of(
            "frame",
            Frame.nobody(context),
            "token",
            FormToken.of(Cookies.form(context, random)),
            "key",
            query.text("key").orElse(""),
            "to",
            LocalPath.of(query.text("to"))));
  }

  private void openLink(Context context) throws IOException {
    requireLocalAccounts();
    Form form = fromOwnPage(context);
    String to = LocalPath.of(form.text("to"));
    Trail.of(context)
        .together(() -> opened(context, form.text("key").orElse(""), to))
        .ifPresent(trouble -> refused(context, to, trouble));
  }

  /** What is told to who does not get in; empty for who does. */
  private Optional<String> opened(Context context, String key, String to) {
    Optional<SignInLinks.Opened> opened = directory.links().open(key);
    Optional<Person> person = opened.flatMap(each -> directory.people().find(each.person()));
    Optional<Workplaces> places = person.map(each -> Workplaces.of(directory, each));
    if (places.filter(each -> !each.open().isEmpty()).isEmpty()) {
      Optional<Workplaces> shut = places.filter(Workplaces::shut);
      trail.refused(context, person, shut.map(Workplaces::refusal).orElse("link of no use"));
      return Optional.of(
          shut.map(Workplaces::question)
              .orElse("This link has been used or has ended. Ask for another one."));
    }
    SignInLinks.Purpose purpose = opened.orElseThrow().purpose();
    newSessions.begin(
        context,
        signIn(person.orElseThrow(), places.orElseThrow().open().getFirst()).comingByLink(),
        purpose == SignInLinks.Purpose.BREAK_GLASS ? "break-glass link" : "link");
    context.redirect(
        switch (purpose) {
          case DEMO -> to;
          case BREAK_GLASS -> served.waysIn().secondFactor() ? "/passkeys" : "/people";
          case FIRST_ADMINISTRATOR, RECOVERY -> "/password";
        },
        HttpStatus.SEE_OTHER);
    return Optional.empty();
  }

  /**
   * Ends the session here, and then at the provider where there is one. Browsers let no form lead
   * to another site, so a page goes there.
   */
  private void signOut(Context context) {
    Caller.Person person = person(context);
    Optional<URI> atProvider = signOutAddress(context, person);
    trail.ended(
        context,
        () -> {
          directory.sessions().end(person.session());
          return 1;
        });
    Cookies.endSession(context);
    if (atProvider.isEmpty()) {
      context.redirect("/sign-in", HttpStatus.SEE_OTHER);
      return;
    }
    Pages.render(
        context,
        "signedOut.jte",
        Map.of("frame", Frame.nobody(context), "address", atProvider.get().toString()));
  }

  private Optional<URI> signOutAddress(Context context, Caller.Person person) {
    URI back = address.of(context).resolve("/sign-in");
    return directory
        .people()
        .find(person.acting().person())
        .flatMap(each -> served.waysIn().providers().ofIssuer(each.issuer()))
        .flatMap(
            provider ->
                served
                    .waysIn()
                    .store()
                    .idToken(person.session())
                    .flatMap(token -> provider.signOutAddress(token, back)));
  }

  private void ending(Context context) {
    String to = LocalPath.of(new Query(context, "to").text("to"));
    Duration left = directory.sessions().remaining(person(context).session()).orElse(Duration.ZERO);
    Duration warning = directory.sessions().limits().warning();
    boolean soon = left.compareTo(warning) <= 0;
    Pages.render(
        context,
        "ending.jte",
        Map.of(
            "frame",
            Frame.around(context),
            "soon",
            soon,
            "again",
            1 + (soon ? left : left.minus(warning)).toSeconds(),
            "address",
            "/session/ending?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8),
            "to",
            to));
  }

  private void stay(Context context) throws IOException {
    context.redirect(LocalPath.of(Form.of(context).text("to")), HttpStatus.SEE_OTHER);
  }

  private void sessions(Context context) {
    Query.none(context);
    Caller.Person person = person(context);
    Pages.render(
        context,
        "sessions.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "here",
            person.acting().session(),
            "sessions",
            directory.sessions().ofPerson(person.acting().person())));
  }

  private void endOne(Context context) {
    UUID session = Query.id(context);
    UUID person = person(context).acting().person();
    trail.ended(
        context,
        () -> {
          if (!directory.sessions().end(person, session)) {
            throw Query.missing();
          }
          return 1;
        });
    context.redirect("/sessions", HttpStatus.SEE_OTHER);
  }

  private void endAll(Context context) {
    UUID person = person(context).acting().person();
    trail.ended(context, () -> directory.sessions().endAll(person, "signed out everywhere"));
    Cookies.endSession(context);
    context.redirect("/sign-in", HttpStatus.SEE_OTHER);
  }

  private static Caller.Person person(Context context) {
    return Caller.of(context).person().orElseThrow();
  }
}
