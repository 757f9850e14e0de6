package gpcm.node.web;

import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import gpcm.node.passkeys.Passkeys;
import gpcm.node.people.Acting;
import gpcm.node.people.Directory;
import gpcm.node.people.LocalAccounts.Attempt;
import gpcm.node.people.Person;
import gpcm.node.people.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The page of one's own name and password. */
final class PasswordPage {
  private static final int LONGEST_NAME = 100;

  private final Served served;
  private final Directory directory;
  private final SignInTrail trail;
  private final InstantSource clock;

  PasswordPage(Served served, NewSessions newSessions) {
    this.served = served;
    this.directory = served.directory();
    this.trail = newSessions.trail();
    this.clock = served.clock();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/password", context -> show(context, ""));
    routes.post("/password", this::set);
  }

  private void show(Context context, String trouble) {
    Person person = self(context);
    Pages.render(
        context,
        "password.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "user",
            person.issuer().equals(Person.LOCAL) ? person.subject() : "",
            "name",
            person.name(),
            "asksOld",
            asksOld(context, person),
            "trouble",
            trouble));
  }

  /** Whoever came by a link has lost the old one, or never had any. */
  private boolean asksOld(Context context, Person person) {
    return !acting(context).byLink() && directory.accounts().hasPassword(person);
  }

  /** Other sessions end: whoever had the old password is out. */
  private void set(Context context) throws IOException {
    Form form = Form.of(context);
    Person person = self(context);
    try {
      String name = name(form, person);
      String password = twice(form);
      if (asksOld(context, person)) {
        requireOld(context, person, form.text("old").orElse(""));
      }
      String session =
          trail.passwordSet(
              context,
              () -> {
                directory.accounts().setPassword(person, password);
                withdrawPasskeysAfterRecovery(context, person);
                directory.people().rename(person.id(), name);
                directory.sessions().endAll(person.id(), "another password");
                return trail.begun(context, afresh(context, person), UUID.randomUUID());
              });
      Cookies.session(context, session);
      Cookies.device(context, directory.accounts().remember(person, Cookies.device(context)));
    } catch (InvalidValueException e) {
      Trail.ended(context, new ProblemException(ProblemKind.INVALID_ENTRY, e.getMessage()));
      context.status(422);
      show(context, e.getMessage());
      return;
    }
    context.redirect(served.waysIn().home(acting(context).oneFactor()), HttpStatus.SEE_OTHER);
  }

  /**
   * Who comes by a link has lost what they signed in with, and somebody else may have made passkeys
   * in the meantime. Where a passkey is asked for beside the link, it goes on to be asked for.
   */
  private void withdrawPasskeysAfterRecovery(Context context, Person person) {
    if (acting(context).byLink() && !served.waysIn().secondFactor()) {
      served.waysIn().passkeys().withdrawAll(person.id());
    }
  }

  private static String name(Form form, Person person) {
    String name = form.text("name").map(String::strip).orElse(person.name());
    CheckedText.line("Name", name);
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      throw new InvalidValueException("Name", "must have 1 to 100 characters", "Shorten it");
    }
    return name;
  }

  private static String twice(Form form) {
    String password = form.text("password").orElse("");
    if (!password.equals(form.text("again").orElse(""))) {
      throw new InvalidValueException(
          "Password", "is not the same twice", "Write it twice, the same");
    }
    return password;
  }

  /** Tried as at a sign-in, so that a session that was left open is no way to guess it. */
  private void requireOld(Context context, Person person, String old) {
    switch (directory
        .accounts()
        .signIn(
            person.subject(), old, Cookies.device(context), ClientAddress.of(context).network())) {
      case Attempt.Succeeded right -> Cookies.device(context, right.device());
      case Attempt.Wrong wrong ->
          throw new InvalidValueException(
              "Password until now",
              "is wrong",
              "Correct it, or ask an administrator for a link if you have lost it");
      case Attempt.TooMany wait ->
          throw new InvalidValueException(
              "Password until now",
              "was wrong too often",
              "Try again after %s, or ask an administrator for a link"
                  .formatted(Display.time(wait.until())));
    }
  }

  private SignIn afresh(Context context, Person person) {
    return new SignIn(
        person,
        acting(context).organisation(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        acting(context).oneFactor() ? SignInPages.PASSWORD_ONLY : Passkeys.LEVEL,
        clock.instant());
  }

  private Person self(Context context) {
    return directory.people().find(acting(context).person()).orElseThrow();
  }

  private static Acting acting(Context context) {
    return Caller.of(context).person().orElseThrow().acting();
  }
}
