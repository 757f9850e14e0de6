package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How sessions begin, go on and end. */
@ExtendWith(DatabaseExtension.class)
class SessionsTest {
  private Database database;
  private PeopleFixture fixture;

  @BeforeEach
  void open(Database own) {
    database = own;
    fixture = new PeopleFixture(own);
  }

  @Test
  void aSessionSaysWhoActsForWhomAndAsWhat() {
    Person person = fixture.person("one");
    Acting acting =
        fixture
            .sessions
            .use(fixture.begin(person, PeopleFixture.PRACTICE, Role.CLERK, Role.SENDER))
            .orElseThrow();
    assertThat(acting.person()).isEqualTo(person.id());
    assertThat(acting.name()).isEqualTo("Fictional one");
    assertThat(acting.organisation()).isEqualTo(PeopleFixture.PRACTICE);
    assertThat(acting.roles()).containsExactlyInAnyOrder(Role.CLERK, Role.SENDER);
    assertThat(acting.activities()).containsExactly("B0360");
    assertThat(acting.signedInAt()).isEqualTo(Instant.parse("2026-11-28T12:00:00Z"));
  }

  @Test
  void whatIsKeptOpensNothing() {
    String id = fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    byte[] kept =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle.createQuery("select id_hash from session").mapTo(byte[].class).one());
    assertThat(kept).isNotEqualTo(id.getBytes(StandardCharsets.UTF_8)).hasSize(32);
    String row =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select session::text from session")
                        .mapTo(String.class)
                        .one());
    assertThat(row).doesNotContain(id);
  }

  @Test
  void anotherIdIsNobodys() {
    fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    assertThat(fixture.sessions.use("x")).isEmpty();
    assertThat(fixture.sessions.use("")).isEmpty();
  }

  @Test
  void itEndsWhenNobodyUsesIt() {
    String id = fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    fixture.pass(SessionLimits.USUAL.idle().minusMillis(1));
    assertThat(fixture.sessions.use(id)).as("used within the limit").isPresent();
    fixture.pass(SessionLimits.USUAL.idle().minusMillis(1));
    assertThat(fixture.sessions.use(id)).as("and it began anew").isPresent();
    fixture.pass(SessionLimits.USUAL.idle());
    assertThat(fixture.sessions.use(id)).isEmpty();
  }

  @Test
  void lookingAtItKeepsItNotAlive() {
    String id = fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    for (int i = 0; i < 3; i++) {
      fixture.pass(Duration.ofMinutes(4));
      assertThat(fixture.sessions.look(id)).isPresent();
    }
    fixture.pass(Duration.ofMinutes(4));
    assertThat(fixture.sessions.use(id)).isEmpty();
  }

  @Test
  void itEndsAfterTheAbsoluteLimitHoweverMuchItIsUsed() {
    String id = fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    Instant end = fixture.clock.instant().plus(SessionLimits.USUAL.absolute());
    while (fixture.clock.instant().plus(Duration.ofMinutes(10)).isBefore(end)) {
      fixture.pass(Duration.ofMinutes(10));
      assertThat(fixture.sessions.use(id)).isPresent();
    }
    fixture.pass(Duration.ofMinutes(10));
    assertThat(fixture.sessions.use(id)).isEmpty();
  }

  @Test
  void itEndsWhenItsPersonSignsOut() {
    String id = fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    String other = fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    fixture.sessions.end(id);
    assertThat(fixture.sessions.use(id)).isEmpty();
    assertThat(fixture.sessions.use(other)).as("the other goes on").isPresent();
  }

  @Test
  void signingOutEverywhereEndsAllOfOnePerson() {
    Person one = fixture.person("one");
    String first = fixture.begin(one, PeopleFixture.PRACTICE, Role.CLERK);
    String second = fixture.begin(one, PeopleFixture.HUB, Role.SENDER);
    String others = fixture.begin(fixture.person("two"), PeopleFixture.PRACTICE, Role.CLERK);
    assertThat(fixture.sessions.endAll(one.id(), "signed out everywhere")).isEqualTo(2);
    assertThat(fixture.sessions.use(first)).isEmpty();
    assertThat(fixture.sessions.use(second)).isEmpty();
    assertThat(fixture.sessions.use(others)).isPresent();
  }

  @Test
  void oneEndsOnlyTheirOwn() {
    Person one = fixture.person("one");
    Acting acting = fixture.acting(one, PeopleFixture.PRACTICE, Role.CLERK);
    assertThat(fixture.sessions.ofPerson(one.id()))
        .extracting(Session::handle)
        .containsExactly(acting.session());
    assertThat(fixture.sessions.end(fixture.person("two").id(), acting.session())).isFalse();
    assertThat(fixture.sessions.end(one.id(), acting.session())).isTrue();
    assertThat(fixture.sessions.ofPerson(one.id())).isEmpty();
  }

  @Test
  void theProviderEndsWhatBelongsToItsSession() {
    String one = fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    String two = fixture.begin(fixture.person("two"), PeopleFixture.PRACTICE, Role.CLERK);
    assertThat(fixture.sessions.endOfProvider("https://other.example", "provider-session-of-one"))
        .as("another provider's session of that name")
        .isZero();
    assertThat(
            fixture.sessions.endOfProvider("https://provider.example", "provider-session-of-one"))
        .isEqualTo(1);
    assertThat(fixture.sessions.use(one)).isEmpty();
    assertThat(fixture.sessions.use(two)).isPresent();
    assertThat(fixture.sessions.endOfSubject("https://provider.example", "two")).isEqualTo(1);
    assertThat(fixture.sessions.use(two)).isEmpty();
  }

  @Test
  void whatAnAdministratorGivesOrTakesHoldsInARunningSession() {
    Person administrator = fixture.person("administrator");
    Person one = fixture.person("one");
    Acting by = fixture.acting(administrator, PeopleFixture.PRACTICE, Role.ADMINISTRATOR);
    String id = fixture.begin(one, PeopleFixture.PRACTICE, Role.CLERK);
    String elsewhere = fixture.begin(one, PeopleFixture.HUB, Role.CLERK);
    fixture.people.assign(
        by,
        one.id(),
        Role.CLINICIAN,
        RoleAssignment.Kind.GIVEN,
        "locum",
        Optional.of(fixture.clock.instant().plus(Duration.ofMinutes(5))));
    assertThat(fixture.sessions.use(id).orElseThrow().roles())
        .containsExactlyInAnyOrder(Role.CLERK, Role.CLINICIAN);
    assertThat(fixture.sessions.use(elsewhere).orElseThrow().roles())
        .as("at another organisation")
        .containsExactly(Role.CLERK);
    fixture.pass(Duration.ofMinutes(5));
    assertThat(fixture.sessions.use(id).orElseThrow().roles())
        .as("after its end")
        .containsExactly(Role.CLERK);
    fixture.people.assign(
        by, one.id(), Role.CLERK, RoleAssignment.Kind.TAKEN, "left", Optional.empty());
    assertThat(fixture.sessions.use(id).orElseThrow().roles()).isEmpty();
  }

  @Test
  void whatEndedLongAgoIsForgotten() {
    fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    fixture.pass(SessionLimits.USUAL.absolute().plus(Duration.ofDays(1)));
    assertThat(fixture.sessions.sweep()).isZero();
    fixture.pass(Duration.ofMillis(1));
    assertThat(fixture.sessions.sweep()).isEqualTo(1);
  }

  @Test
  void whenSomebodyLastSignedInIsKeptFor90DaysWhereTheProviderSaysTheirRoles() {
    fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    fixture.begin(fixture.person("two"), PeopleFixture.PRACTICE);
    fixture.pass(Duration.ofDays(30));
    fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    fixture.pass(Duration.ofDays(90));
    fixture.sessions.sweep();
    assertThat(lastSignIns()).isEqualTo(1);
    fixture.pass(Duration.ofMillis(1));
    fixture.sessions.sweep();
    assertThat(lastSignIns()).isZero();
  }

  private int lastSignIns() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery("select count(*) from last_sign_in").mapTo(Integer.class).one());
  }
}
