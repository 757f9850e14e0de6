package gpcm.node.people;

import gpcm.node.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** People on a database of the test's own, and a clock that the test moves. */
final class PeopleFixture {
  static final String PRACTICE = "A99902";
  static final String HUB = "A99901";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
  final InstantSource clock = now::get;
  final People people;
  final Sessions sessions;
  final ProviderSessions ofProviders;
  final LocalAccounts accounts;
  final SignInLinks links;
  final ApiKeys keys;

  PeopleFixture(Database database) {
    this.people = new People(database.jdbi(), clock);
    this.sessions = new Sessions(database.jdbi(), clock, SessionLimits.USUAL);
    this.ofProviders = new ProviderSessions(database.jdbi(), clock);
    this.accounts = new LocalAccounts(database.jdbi(), clock, PasswordRule.usual());
    this.links = new SignInLinks(database.jdbi(), clock);
    this.keys = new ApiKeys(database.jdbi(), clock);
  }

  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  Person person(String subject) {
    return people.known(
        "https://provider.example", subject, "Fictional " + subject, Optional.empty());
  }

  String begin(Person person, String organisation, Role... roles) {
    return sessions.begin(
        new SignIn(
            person,
            organisation,
            Set.of(roles),
            Set.of("B0360"),
            Optional.of("provider-session-of-" + person.subject()),
            2,
            clock.instant()),
        "127.0.0.1",
        "a browser");
  }

  Acting acting(Person person, String organisation, Role... roles) {
    return sessions.use(begin(person, organisation, roles)).orElseThrow();
  }
}
