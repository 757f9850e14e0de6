package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import gpcm.node.people.Acting;
import gpcm.node.people.Directory;
import gpcm.node.people.LocalAccounts;
import gpcm.node.people.Member;
import gpcm.node.people.Permission;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.RoleAssignment;
import gpcm.node.people.SignInLinks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Pages for administrators: who holds which role at their organisation. */
final class PeoplePages {
  static final String PLACE = "/people";

  private static final Duration LINK = Duration.ofHours(24);
  private static final ZoneId UK = ZoneId.of("Europe/London");

  private final Directory directory;
  private final Served served;
  private final PublicAddress address;

  PeoplePages(Served served, PublicAddress address) {
    this.address = address;
    this.served = served;
    this.directory = served.directory();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, context -> show(context, "", "", Map.of(), Map.of()));
    routes.post(PLACE, this::invite);
    routes.post("/people/{id}/roles", this::assign);
    routes.post("/people/{id}/link", this::link);
    routes.post("/people/{id}/shut", this::shut);
    routes.post("/people/{id}/open", this::open);
    routes.post("/people/{id}/sessions/end", this::endSessions);
    routes.post("/people/{id}/passkeys/end", this::withdrawPasskeys);
    routes.post("/people/assignments/{id}/end", this::withdraw);
  }

  private void show(
      Context context,
      String linkFor,
      String link,
      Map<String, String> given,
      Map<String, String> errors) {
    Query.none(context);
    Frame frame = Frame.of(context, served);
    List<Member> members = directory.people().members(Caller.of(context).organisation());
    if (link.isEmpty() && errors.isEmpty()) {
      Trail.of(context).shown(Seen.count(context, members.size()));
    }
    Pages.render(
        context,
        "people.jte",
        Map.of(
            "frame",
            frame,
            "members",
            members,
            "changes",
            frame.could(Permission.ASSIGN_ROLE),
            "self",
            frame.person().map(each -> each.acting().person()).orElseThrow(),
            "local",
            served.waysIn().localAccounts(),
            "named",
            directory.named(),
            "linkFor",
            linkFor,
            "link",
            link,
            "given",
            given,
            "errors",
            errors));
  }

  private void requireLocalAccounts() {
    if (!served.waysIn().localAccounts()) {
      throw new ProblemException(
          ProblemKind.INVALID_ENTRY,
          "this node has no accounts of its own, see sign-in.local-accounts: people come in by"
              + " their provider");
    }
  }

  private void invite(Context context) throws IOException {
    requireLocalAccounts();
    Form form = Form.of(context);
    String name = form.text("name").map(String::strip).orElse("");
    Acting by = acting(context);
    String user = form.text("user").orElse("");
    WrongFields wrong = new WrongFields();
    String secret;
    try {
      Supplier<String> named = wrong.read(() -> of("name", () -> named(name)));
      Supplier<String> known = wrong.read(() -> of("user", () -> LocalAccounts.userName(user)));
      Supplier<Role> given = wrong.read(() -> of("role", () -> role(form)));
      Supplier<Optional<Instant>> end = wrong.read(() -> of("ends", () -> ends(form)));
      wrong.requireReason(context);
      wrong.refuse();
      Role role = given.get();
      Optional<Instant> ends = end.get();
      secret =
          Trail.of(context)
              .doing(
                  Action.ROLE_GIVEN,
                  () -> {
                    Person person =
                        of("user", () -> directory.accounts().invite(known.get(), named.get()));
                    directory
                        .people()
                        .assign(
                            by,
                            person.id(),
                            role,
                            RoleAssignment.Kind.GIVEN,
                            reason(context),
                            ends);
                    return new Made(person, linkFor(context, person));
                  },
                  made -> change("none", role, made.person().id(), ", with a link"))
              .secret();
    } catch (ProblemException problem) {
      Map<String, String> errors = SettingsSection.errors(problem);
      Trail.ended(context, problem);
      context.status(problem.kind().status());
      show(context, "", "", given(form), errors);
      return;
    }
    showLink(context, name, secret);
  }

  private static String named(String name) {
    CheckedText.line("Name", name);
    if (name.length() > 100) {
      throw new InvalidValueException("Name", "must have 1 to 100 characters", "Shorten it");
    }
    return name;
  }

  /** What is wrong with a field of the form is told at that field. */
  private static <T> T of(String field, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidValueException e) {
      throw WorkFields.wrong(field, e.rule(), e.remedy());
    }
  }

  private static Map<String, String> given(Form form) {
    Map<String, String> given = new HashMap<>();
    for (String name : List.of("name", "user", "role", "ends", "reason")) {
      form.text(name).ifPresent(text -> given.put(name, text));
    }
    return given;
  }

  private void assign(Context context) throws IOException {
    Form form = Form.of(context);
    Member member = member(context);
    RoleAssignment.Kind kind =
        form.text("kind").filter("taken"::equals).isPresent()
            ? RoleAssignment.Kind.TAKEN
            : RoleAssignment.Kind.GIVEN;
    Role role = role(form);
    Optional<Instant> ends = ends(form);
    UUID person = member.person().id();
    Trail.of(context)
        .doing(
            kind == RoleAssignment.Kind.GIVEN ? Action.ROLE_GIVEN : Action.ROLE_TAKEN,
            () ->
                directory
                    .people()
                    .assign(acting(context), person, role, kind, reason(context), ends),
            made -> change("none", role, person, ends.map(end -> ", until " + end).orElse("")));
    context.redirect("/people", HttpStatus.SEE_OTHER);
  }

  private void withdraw(Context context) {
    UUID id = Query.id(context);
    RoleAssignment assignment =
        directory.people().members(Caller.of(context).organisation()).stream()
            .flatMap(member -> member.assignments().stream())
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(Query::missing);
    Trail.of(context)
        .doing(
            assignment.kind() == RoleAssignment.Kind.GIVEN ? Action.ROLE_TAKEN : Action.ROLE_GIVEN,
            () -> {
              if (!directory.people().withdraw(acting(context), id)) {
                throw Query.missing();
              }
              return id;
            },
            done -> change("decided otherwise", assignment.role(), assignment.person(), ""));
    context.redirect("/people", HttpStatus.SEE_OTHER);
  }

  private void link(Context context) {
    requireLocalAccounts();
    Member member = member(context);
    Person person = member.person();
    if (member.shut().isPresent()) {
      throw new ProblemException(
          ProblemKind.REFUSED_ASSIGNMENT,
          "this account is shut, and no link leads in: open the account first");
    }
    if (!person.issuer().equals(Person.LOCAL)) {
      throw new ProblemException(
          ProblemKind.INVALID_ENTRY,
          "this person signs in with a provider: their way back in is there");
    }
    if (person.isBreakGlass()) {
      throw new ProblemException(
          ProblemKind.REFUSED_ASSIGNMENT,
          "the break-glass account is opened by its sealed link alone: seal another one on the"
              + " node's machine");
    }
    requireOfHereAlone(
        context,
        person,
        "a link is made for others than oneself, and only for people of this organisation alone");
    String secret =
        Trail.of(context)
            .doing(
                Action.LINK_MADE,
                () -> linkFor(context, person),
                made -> entry -> entry.changing("no link", "a link for person " + person.id()));
    showLink(context, person.name(), secret);
  }

  /** What somebody signs in with is good for all their roles, wherever they hold them. */
  private void requireOfHereAlone(Context context, Person person, String otherwise) {
    boolean elsewhere =
        directory.people().organisations(person.id()).stream()
            .anyMatch(each -> !each.equals(Caller.of(context).organisation()));
    if (elsewhere || acting(context).person().equals(person.id())) {
      throw new ProblemException(ProblemKind.REFUSED_ASSIGNMENT, otherwise);
    }
  }

  private void withdrawPasskeys(Context context) {
    Person person = member(context).person();
    requireOfHereAlone(
        context,
        person,
        "passkeys are withdrawn of others than oneself, and only of people of this organisation"
            + " alone");
    Trail.of(context)
        .doing(
            Action.KEY_CHANGED,
            () -> {
              int gone = served.waysIn().passkeys().withdrawAll(person.id());
              directory.sessions().endAll(person.id(), "passkeys withdrawn");
              return gone;
            },
            gone ->
                entry ->
                    entry.changing(
                        "%d passkeys of person %s".formatted(gone, person.id()), "withdrawn"));
    context.redirect("/people", HttpStatus.SEE_OTHER);
  }

  private void shut(Context context) {
    Person person = member(context).person();
    Trail.of(context)
        .doing(
            Action.ACCOUNT_SHUT,
            () -> directory.shut().shut(acting(context), person.id(), reason(context)),
            ended ->
                entry ->
                    entry.changing(
                        "account of person %s open".formatted(person.id()),
                        "shut, %d sessions ended".formatted(ended)));
    context.redirect("/people", HttpStatus.SEE_OTHER);
  }

  private void open(Context context) {
    Person person = member(context).person();
    Trail.of(context)
        .doing(
            Action.ACCOUNT_OPENED,
            () -> {
              directory.shut().open(acting(context), person.id(), reason(context));
              return person.id();
            },
            id -> entry -> entry.changing("account of person %s shut".formatted(id), "open"));
    context.redirect("/people", HttpStatus.SEE_OTHER);
  }

  private void endSessions(Context context) {
    Person person = member(context).person();
    Trail.of(context)
        .doing(
            Action.SESSIONS_ENDED,
            () -> directory.shut().endSessions(acting(context), person.id()),
            ended ->
                entry ->
                    entry.changing(
                        "%d sessions of person %s".formatted(ended, person.id()), "ended"));
    context.redirect("/people", HttpStatus.SEE_OTHER);
  }

  private record Made(Person person, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Made[" + person + "]";
    }
  }

  private static UnaryOperator<AuditEntry> change(
      String before, Role role, UUID person, String more) {
    return entry -> entry.changing(before, "%s, person %s%s".formatted(role.word(), person, more));
  }

  private String linkFor(Context context, Person person) {
    return directory
        .links()
        .make(person.id(), SignInLinks.Purpose.RECOVERY, LINK, acting(context).person().toString());
  }

  private void showLink(Context context, String name, String secret) {
    show(
        context,
        name,
        address.of(context).resolve("/sign-in/link?key=" + secret).toString(),
        Map.of(),
        Map.of());
  }

  private Member member(Context context) {
    UUID id = Query.id(context);
    return directory
        .people()
        .member(Caller.of(context).organisation(), id)
        .orElseThrow(Query::missing);
  }

  private static Role role(Form form) {
    return form.text("role")
        .flatMap(Role::of)
        .orElseThrow(
            () -> new InvalidValueException("Role", "must be one of the list", "Choose one"));
  }

  /** At the end of the day that is given. */
  private Optional<Instant> ends(Form form) {
    try {
      Optional<Instant> ends =
          form.text("ends")
              .map(LocalDate::parse)
              .map(day -> day.plusDays(1).atStartOfDay(UK).toInstant());
      if (ends.filter(end -> !end.isAfter(served.clock().instant())).isPresent()) {
        throw new InvalidValueException(
            "Last day", "must not have passed", "Correct it or leave it out");
      }
      return ends;
    } catch (DateTimeParseException e) {
      throw new InvalidValueException(
          "Last day", "must be a date such as 2027-03-31", "Correct it or leave it out");
    }
  }

  private static String reason(Context context) {
    return Asked.of(context).flatMap(Asked::reason).orElse("");
  }

  private static Acting acting(Context context) {
    return Caller.of(context).person().orElseThrow().acting();
  }
}
