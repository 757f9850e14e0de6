package gpcm.node.web;

import gpcm.mesh.Secret;
import gpcm.node.people.Acting;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.ProviderSessions;
import gpcm.node.signin.Choices;
import gpcm.node.signin.LogoutOutcome;
import gpcm.node.signin.OpenIdProvider;
import gpcm.node.signin.Purpose;
import gpcm.node.signin.SignInOutcome;
import gpcm.node.signin.SignedIn;
import gpcm.node.signin.Started;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signing in at an OpenID provider, and what providers ask for by themselves. */
final class ProviderPages {
  private final Directory directory;
  private final WaysIn waysIn;
  private final NewSessions newSessions;
  private final PublicAddress address;
  private final SecureRandom random = new SecureRandom();

  ProviderPages(Served served, NewSessions newSessions, PublicAddress address) {
    this.directory = served.directory();
    this.waysIn = served.waysIn();
    this.newSessions = newSessions;
    this.address = address;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/sign-in/at/{provider}", this::begin);
    Gets.add(routes, "/sign-in/callback", this::back);
    Gets.add(routes, "/sign-in/choice", this::choice);
    routes.post("/sign-in/choice", this::choose);
    Gets.add(routes, "/sign-in/jwks", this::keys);
    routes.post("/sign-in/back-channel-logout", this::loggedOut);
  }

  private void begin(Context context) {
    Query query = new Query(context, "to", "for");
    OpenIdProvider provider =
        waysIn.providers().named(context.pathParam("provider")).orElseThrow(Query::missing);
    Purpose purpose = purpose(context, provider, query);
    switch (provider.begin(purpose, at(context, "/sign-in/callback"))) {
      case Started.AtProvider(URI address, Secret browser) -> {
        Cookies.atProvider(context, provider.id(), browser, LocalPath.of(query.text("to")));
        context.redirect(address.toString(), HttpStatus.SEE_OTHER);
      }
      case Started.NotPossible(var reason) -> turnedPage(context, reason.text(), reason.reason());
    }
  }

  /** To prove it again, or to take another role, only as the person who is signed in. */
  private Purpose purpose(Context context, OpenIdProvider provider, Query query) {
    Optional<String> wanted = query.text("for");
    Optional<String> subject =
        session(context)
            .flatMap(acting -> directory.people().find(acting.person()))
            .filter(person -> person.issuer().equals(provider.issuer()))
            .map(Person::subject);
    return switch (wanted.orElse("")) {
      case "again" -> subject.<Purpose>map(Purpose.ProveAgain::new).orElseGet(Purpose.ComeIn::new);
      case "role" -> subject.<Purpose>map(Purpose.ChangeRole::new).orElseGet(Purpose.ComeIn::new);
      default -> new Purpose.ComeIn();
    };
  }

  private Optional<Acting> session(Context context) {
    return Cookies.session(context).flatMap(directory.sessions()::look);
  }

  private URI at(Context context, String path) {
    return address.of(context).resolve(path);
  }

  private void back(Context context) {
    Optional<Cookies.AtProvider> sent = Cookies.atProvider(context);
    Cookies.backFromProvider(context);
    Optional<OpenIdProvider> provider =
        sent.flatMap(each -> waysIn.providers().named(each.provider()));
    if (provider.isEmpty()) {
      turned(
          context,
          "This browser did not begin a sign-in here, or more than ten minutes ago; begin again,"
              + " with cookies allowed",
          "other-browser");
      return;
    }
    Cookies.AtProvider began = sent.orElseThrow();
    switch (provider.get().complete(context.queryParamMap(), began.secret())) {
      case SignInOutcome.Turned(var reason, var subject) -> {
        newSessions
            .trail()
            .refusedByProvider(context, provider.get().issuer(), subject, reason.reason());
        turnedPage(context, reason.text(), reason.reason());
      }
      case SignInOutcome.Accepted(List<SignedIn> choices, Secret idToken) -> {
        List<SignedIn> here = here(context, choices);
        if (here.size() == 1) {
          Trail.of(context)
              .together(() -> comeIn(context, here.getFirst(), idToken, began.to()))
              .ifPresent(turned -> turnedPage(context, turned.why(), turned.reason()));
        } else {
          Cookies.choice(context, waysIn.choices().keep(here, idToken), began.to());
          context.redirect("/sign-in/choice", HttpStatus.SEE_OTHER);
        }
      }
    }
  }

  /** Who signs in again goes on where they are, if they still may. */
  private List<SignedIn> here(Context context, List<SignedIn> choices) {
    Optional<Acting> acting = session(context);
    Optional<Person> person = acting.flatMap(each -> directory.people().find(each.person()));
    List<SignedIn> same =
        choices.stream()
            .filter(each -> person.filter(each::isOf).isPresent())
            .filter(each -> acting.orElseThrow().organisation().equals(each.organisation().value()))
            .toList();
    return same.size() == 1 ? same : choices;
  }

  /** That somebody whom a provider knows is turned away, with the reason in a word. */
  private record Turned(String why, String reason) {}

  private Optional<Turned> comeIn(Context context, SignedIn choice, Secret idToken, String to) {
    Person person =
        directory
            .people()
            .known(choice.issuer(), choice.subject(), choice.name(), choice.nationalId());
    String organisation = choice.organisation().value();
    if (directory.shut().organisations(person.id()).contains(organisation)) {
      newSessions.trail().refusedAt(context, person, organisation, "account shut");
      return Optional.of(new Turned("An administrator has shut your account here", "blocked"));
    }
    String session;
    try {
      session = newSessions.begin(context, choice.by(person), "provider");
    } catch (ProviderSessions.EndedMeanwhile e) {
      newSessions.trail().refusedAt(context, person, organisation, "ended by the provider");
      return Optional.of(
          new Turned("Your provider has ended this sign-in meanwhile; sign in again", "ended"));
    }
    waysIn.store().keepIdToken(session, idToken);
    context.redirect(to, HttpStatus.SEE_OTHER);
    return Optional.empty();
  }

  private void choice(Context context) {
    Query.none(context);
    Optional<Choices.Kept> kept =
        Cookies.choice(context).flatMap(each -> waysIn.choices().look(each.secret()));
    if (kept.isEmpty()) {
      context.redirect("/sign-in", HttpStatus.SEE_OTHER);
      return;
    }
    Pages.render(
        context,
        "choice.jte",
        Map.of(
            "frame",
            Frame.nobody(context),
            "token",
            FormToken.of(Cookies.form(context, random)),
            "choices",
            kept.get().choices()));
  }

  private void choose(Context context) throws IOException {
    Form form = SignInPages.fromOwnPage(context);
    Optional<Cookies.Choice> cookie = Cookies.choice(context);
    String organisation = form.text("organisation").orElse("");
    Optional<Turned> turned =
        Trail.of(context).together(() -> chosen(context, cookie, organisation));
    Cookies.chosen(context);
    turned.ifPresent(each -> turnedPage(context, each.why(), each.reason()));
  }

  private Optional<Turned> chosen(
      Context context, Optional<Cookies.Choice> cookie, String organisation) {
    Optional<Choices.Kept> kept = cookie.flatMap(each -> waysIn.choices().take(each.secret()));
    Optional<SignedIn> choice =
        kept.stream()
            .flatMap(each -> each.choices().stream())
            .filter(each -> organisation.equals(each.organisation().value()))
            .findFirst();
    if (choice.isEmpty()) {
      newSessions.trail().refused(context, Optional.empty(), "choice-gone");
      return Optional.of(
          new Turned("The choice came too late, or twice; sign in again", "choice-gone"));
    }
    return comeIn(context, choice.get(), kept.orElseThrow().idToken(), cookie.orElseThrow().to());
  }

  private void turned(Context context, String why, String reason) {
    newSessions.trail().refused(context, Optional.empty(), reason);
    turnedPage(context, why, reason);
  }

  private static void turnedPage(Context context, String why, String reason) {
    context.status(HttpStatus.FORBIDDEN);
    Pages.render(
        context,
        "turned.jte",
        Map.of("frame", Frame.nobody(context), "why", why, "reason", reason));
  }

  private void keys(Context context) {
    Query.none(context);
    context.contentType("application/jwk-set+json").result(waysIn.providers().ownKeys());
  }

  private void loggedOut(Context context) throws IOException {
    String token = Form.of(context).text("logout_token").orElse("");
    Trail trail = Trail.of(context);
    LogoutOutcome outcome =
        waysIn
            .providers()
            .loggedOut(token, told -> trail.together(() -> ended(context, told.get())));
    if (outcome instanceof LogoutOutcome.Ignored(var reason)) {
      Trail.wrongKey(context);
      throw new ProblemException(ProblemKind.LOGOUT_REFUSED, reason.text());
    }
    context.status(HttpStatus.OK);
  }

  private LogoutOutcome ended(Context context, LogoutOutcome outcome) {
    if (outcome instanceof LogoutOutcome.End(ProviderSessions.End end)) {
      newSessions
          .trail()
          .endedByProvider(
              context,
              end.issuer(),
              () -> {
                // First: whoever chooses at this moment takes its locks in this order too.
                waysIn.choices().end(end);
                return directory.ofProviders().end(end);
              });
    }
    return outcome;
  }
}
