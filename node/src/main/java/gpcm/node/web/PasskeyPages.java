package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Outcome;
import gpcm.node.passkeys.Passkey;
import gpcm.node.passkeys.PasskeyOutcome;
import gpcm.node.passkeys.Passkeys;
import gpcm.node.passkeys.RelyingParty;
import gpcm.node.people.Acting;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Passkeys: signing in with one, and those of whoever is signed in. */
final class PasskeyPages {
  private final Served served;
  private final Directory directory;
  private final Passkeys passkeys;
  private final NewSessions newSessions;
  private final PublicAddress address;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  PasskeyPages(Served served, NewSessions newSessions, PublicAddress address) {
    this.served = served;
    this.directory = served.directory();
    this.passkeys = served.waysIn().passkeys();
    this.newSessions = newSessions;
    this.address = address;
    this.clock = served.clock();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/sign-in/passkey", this::ask);
    routes.post("/sign-in/passkey", this::signIn);
    Gets.add(routes, "/passkeys", context -> mine(context, ""));
    routes.post("/passkeys", this::make);
    routes.post("/passkeys/{id}/end", this::withdraw);
  }

  private Optional<RelyingParty> party(Context context) {
    return RelyingParty.at(address.of(context));
  }

  private RelyingParty required(Context context) {
    if (!served.waysIn().localAccounts()) {
      throw Query.missing();
    }
    return party(context)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemKind.NO_PASSKEYS_HERE,
                    "browsers make passkeys for names over HTTPS, and for localhost: open this node"
                        + " under its name"));
  }

  private void ask(Context context) {
    Query query = new Query(context, "to");
    ask(context, LocalPath.of(query.text("to")), "");
  }

  private void ask(Context context, String to, String trouble) {
    String options = passkeys.requestOptions(required(context));
    SecurityHeaders.allowOwnScript(context);
    Pages.render(
        context,
        "passkey.jte",
        Map.of(
            "frame",
            Frame.nobody(context),
            "token",
            FormToken.of(Cookies.form(context, random)),
            "to",
            to,
            "trouble",
            trouble,
            "options",
            options));
  }

  private void signIn(Context context) throws IOException {
    RelyingParty party = required(context);
    Form form = SignInPages.fromOwnPage(context);
    String to = LocalPath.of(form.text("to"));
    Trail.of(context)
        .together(() -> shown(context, party, form, to))
        .ifPresent(trouble -> refused(context, to, trouble));
  }

  /** What is told to who does not get in; empty for who does. */
  private Optional<String> shown(Context context, RelyingParty party, Form form, String to) {
    return switch (passkeys.shown(party, form.text("answer").orElse(""))) {
      case PasskeyOutcome.Accepted(var passkey) -> {
        Person person = directory.people().find(passkey.person()).orElseThrow();
        Workplaces places = Workplaces.of(directory, person);
        Optional<String> organisation = places.chosen(form);
        if (organisation.isEmpty()) {
          newSessions.trail().refused(context, Optional.of(person), places.refusal());
          yield Optional.of(places.question());
        }
        newSessions.begin(
            context,
            new SignIn(
                person,
                organisation.get(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Passkeys.LEVEL,
                clock.instant()),
            "passkey");
        context.redirect(to, HttpStatus.SEE_OTHER);
        yield Optional.empty();
      }
      case PasskeyOutcome.Refused(var refusal, var person) -> {
        newSessions
            .trail()
            .refused(context, person.flatMap(directory.people()::find), "wrong passkey");
        yield Optional.of("You were not signed in: " + refusal.sentence() + ".");
      }
    };
  }

  private void refused(Context context, String to, String trouble) {
    context.status(HttpStatus.FORBIDDEN);
    ask(context, to, trouble);
  }

  private void mine(Context context, String trouble) {
    Person person = self(context);
    List<Passkey> theirs = passkeys.ofPerson(person.id());
    boolean needed = needed(context);
    boolean possible =
        served.waysIn().localAccounts()
            && person.issuer().equals(Person.LOCAL)
            && party(context).isPresent()
            && (!needed || theirs.isEmpty());
    SecurityHeaders.allowOwnScript(context);
    Pages.render(
        context,
        "passkeys.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "passkeys",
            theirs,
            "needed",
            needed,
            "options",
            possible ? passkeys.creationOptions(required(context), person, person.subject()) : "",
            "trouble",
            trouble));
  }

  /** Whether they have to show a passkey, or make their first, before they may do more. */
  private boolean needed(Context context) {
    return served.waysIn().secondFactor()
        && Caller.of(context).person().orElseThrow().acting().oneFactor();
  }

  private void make(Context context) throws IOException {
    RelyingParty party = required(context);
    Person person = self(context);
    // Otherwise whoever has the password, or a link, would be past the passkeys there are.
    if (needed(context) && !passkeys.ofPerson(person.id()).isEmpty()) {
      Access.requireSecondFactor(Caller.of(context));
    }
    if (!person.issuer().equals(Person.LOCAL)) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN, "you sign in at your provider: passkeys are made there");
    }
    Form form = Form.of(context);
    String name = form.text("name").orElse("");
    String answer = form.text("answer").orElse("");
    PasskeyOutcome outcome =
        Trail.of(context)
            .doing(
                Action.KEY_CHANGED,
                () -> {
                  PasskeyOutcome made = passkeys.made(party, person.id(), name, answer);
                  if (made instanceof PasskeyOutcome.Accepted) {
                    endOthers(context);
                  }
                  return made;
                },
                done ->
                    entry ->
                        done instanceof PasskeyOutcome.Refused
                            ? entry.ended(Outcome.failed("no passkey"))
                            : entry.changing("no passkey", "a passkey"));
    if (outcome instanceof PasskeyOutcome.Refused(var refusal, var whose)) {
      context.status(422);
      mine(context, "No passkey was made: " + refusal.sentence() + ".");
      return;
    }
    context.redirect(needed(context) ? "/sign-in/passkey" : "/passkeys", HttpStatus.SEE_OTHER);
  }

  private void withdraw(Context context) {
    if (needed(context)) {
      Access.requireSecondFactor(Caller.of(context));
    }
    UUID passkey = Query.id(context);
    UUID person = self(context).id();
    Trail.of(context)
        .doing(
            Action.KEY_CHANGED,
            () -> {
              if (!passkeys.withdraw(person, passkey)) {
                throw Query.missing();
              }
              endOthers(context);
              return passkey;
            },
            gone -> entry -> entry.changing("passkey " + gone, "withdrawn"));
    context.redirect("/passkeys", HttpStatus.SEE_OTHER);
  }

  /** Whoever else is signed in as them may be why they change how they sign in. */
  private void endOthers(Context context) {
    Acting acting = Caller.of(context).person().orElseThrow().acting();
    directory
        .sessions()
        .endOthers(acting.person(), acting.session(), "signs in another way from now on");
  }

  private Person self(Context context) {
    return directory
        .people()
        .find(Caller.of(context).person().orElseThrow().acting().person())
        .orElseThrow();
  }
}
