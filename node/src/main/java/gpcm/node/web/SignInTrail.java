package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.Outcome;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.ProviderSessions;
import gpcm.node.people.Role;
import gpcm.node.people.RoleAssignment;
import gpcm.node.people.SignIn;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** What signing in and out leaves in the audit log. */
final class SignInTrail {
  private final Directory directory;

  SignInTrail(Directory directory) {
    this.directory = directory;
  }

  /**
   * Somebody signs in; who was signed in as the same person already has signed in afresh.
   *
   * @param how in a word, such as {@code password}
   * @return the session's id
   */
  String entered(Context context, SignIn signIn, String how) {
    Person person = signIn.person();
    boolean afresh =
        Cookies.session(context)
            .flatMap(directory.sessions()::look)
            .filter(acting -> acting.person().equals(person.id()))
            .isPresent();
    UUID name = UUID.randomUUID();
    Actor actor =
        Actors.in(
            signIn.nationalRole(),
            Actor.person(
                Actors.id(person),
                person.name(),
                roles(signIn),
                signIn.organisation(),
                name.toString()));
    Trail trail = Trail.of(context);
    return trail.doing(
        () -> begun(context, signIn, name),
        id ->
            List.of(
                trail
                    .entry(
                        afresh ? Action.SIGN_IN_STEPPED_UP : Action.SIGN_IN_DONE,
                        signIn.organisation(),
                        actor)
                    .ended(new Outcome(Outcome.Kind.DONE, Optional.of(how)))));
  }

  private List<String> roles(SignIn signIn) {
    Set<Role> roles =
        RoleAssignment.applied(
            signIn.roles(),
            directory.people().assignments(signIn.person().id(), signIn.organisation()));
    return roles.stream().map(Role::word).sorted().toList();
  }

  /**
   * Another session each time: one that somebody else may have laid out is never taken over.
   *
   * @param name the public name it shall have
   * @return its id
   */
  String begun(Context context, SignIn signIn, UUID name) {
    String browser = Optional.ofNullable(context.userAgent()).orElse("");
    String id =
        directory
            .sessions()
            .begin(
                signIn,
                name,
                ClientAddress.of(context).text(),
                browser.substring(0, Math.min(200, browser.length())));
    // Afterwards: a provider that ends sessions at this moment takes its locks in this order too.
    Cookies.session(context).ifPresent(directory.sessions()::end);
    return id;
  }

  /**
   * Somebody does not get in. Who tries so often that the log would fill is told to wait instead.
   *
   * @param person whom they said they are, if there is anybody like that. What was typed stands
   *     nowhere: now and then it is a password
   */
  void refused(Context context, Optional<Person> person, String why) {
    RateLimits.beforeRefusalIsWritten(context);
    List<String> theirs =
        person.map(each -> directory.people().organisations(each.id())).orElse(List.of());
    refused(context, theirs, person.map(Actors::id).orElse("unknown"), Optional.empty(), why);
  }

  /**
   * Somebody who was at a provider does not get in.
   *
   * @param subject what the provider calls them, if that is proved. It says who it is, and stands
   *     in the part that can be erased
   */
  void refusedByProvider(Context context, String issuer, Optional<String> subject, String why) {
    RateLimits.beforeRefusalIsWritten(context);
    Optional<Person> person = subject.flatMap(each -> directory.people().of(issuer, each));
    List<String> theirs =
        person.map(each -> directory.people().organisations(each.id())).orElse(List.of());
    refused(
        context,
        theirs,
        person.map(Actors::id).orElse("unknown"),
        Optional.of(subject.map(each -> each + " at " + issuer).orElse("somebody at " + issuer)),
        why);
  }

  private static void refused(
      Context context, List<String> theirs, String id, Optional<String> name, String why) {
    Trail trail = Trail.of(context);
    trail.write(
        (theirs.isEmpty() ? trail.everywhere() : theirs)
            .stream()
                .map(
                    organisation -> {
                      Actor actor = Actor.unknown(id, organisation);
                      return trail
                          .entry(
                              Action.SIGN_IN_REFUSED,
                              organisation,
                              name.map(actor::called).orElse(actor))
                          .ended(Outcome.refused(why));
                    })
                .toList());
  }

  /** Somebody whom a provider knows does not get in at an organisation. */
  void refusedAt(Context context, Person person, String organisation, String why) {
    Trail trail = Trail.of(context);
    trail.write(
        List.of(
            trail
                .entry(
                    Action.SIGN_IN_REFUSED,
                    organisation,
                    Actor.unknown(Actors.id(person), organisation))
                .ended(Outcome.refused(why))));
  }

  /**
   * Somebody ends sessions of theirs.
   *
   * @param ending says how many
   */
  void ended(Context context, Supplier<Integer> ending) {
    Trail trail = Trail.of(context);
    trail.doing(
        ending,
        count ->
            List.of(
                trail
                    .entry(
                        Action.SIGN_IN_ENDED,
                        Caller.of(context).organisation(),
                        Caller.of(context).actor())
                    .changing(count + " sessions", "ended")));
  }

  /**
   * A provider ends sessions: one entry for each, at the organisation where it was.
   *
   * @param ending says which
   */
  void endedByProvider(
      Context context, String issuer, Supplier<List<ProviderSessions.Ended>> ending) {
    Trail trail = Trail.of(context);
    trail.doing(
        ending,
        all ->
            all.stream()
                .map(
                    each ->
                        trail
                            .entry(
                                Action.SIGN_IN_ENDED,
                                each.organisation(),
                                Actor.person(
                                    Actors.id(each.person()),
                                    each.person().name(),
                                    List.of(),
                                    each.organisation(),
                                    each.handle().toString()))
                            .changing("signed in at " + issuer, "ended by the provider"))
                .toList());
  }

  /** Somebody sets their password, and what goes with it. */
  String passwordSet(Context context, Supplier<String> setting) {
    return Trail.of(context).doing(Action.PASSWORD_CHANGED, setting, id -> entry -> entry);
  }
}
