package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  void allOthersOfAPersonEnd() {
    Person one = fixture.person("one");
    Acting here = fixture.acting(one, PeopleFixture.PRACTICE, Role.CLERK);
    String elsewhere = fixture.begin(one, PeopleFixture.HUB, Role.CLERK);
    assertThat(fixture.sessions.endOthers(one.id(), here.session(), "a test")).isEqualTo(1);
    assertThat(fixture.sessions.ofPerson(one.id()))
        .extracting(Session::handle)
        .containsExactly(here.session());
    assertThat(fixture.sessions.use(elsewhere)).isEmpty();
  }

  @Test
  void theProviderEndsWhatBelongsToItsSession() {
    String one = fixture.begin(fixture.person("one"), PeopleFixture.PRACTICE, Role.CLERK);
    String two = fixture.begin(fixture.person("two"), PeopleFixture.PRACTICE, Role.CLERK);
    assertThat(end("https://other.example", Optional.of("provider-session-of-one"), "one"))
        .as("another provider's session of that name")
        .isEmpty();
    assertThat(end("https://provider.example", Optional.of("provider-session-of-one"), "one"))
        .extracting(each -> each.person().subject(), ProviderSessions.Ended::organisation)
        .containsExactly(tuple("one", PeopleFixture.PRACTICE));
    assertThat(fixture.sessions.use(one)).isEmpty();
    assertThat(fixture.sessions.use(two)).isPresent();
    assertThat(end("https://provider.example", Optional.empty(), "two")).hasSize(1);
    assertThat(fixture.sessions.use(two)).isEmpty();
  }

  private List<ProviderSessions.Ended> end(String issuer, Optional<String> session, String sub) {
    return fixture.ofProviders.end(new ProviderSessions.End(issuer, session, Optional.of(sub)));
  }

  /** An object id in some providers' tokens is another claim than {@code sub}. */
  @Test
  void whoIsKnownByAnotherClaimIsSignedOutByTheirSub() {
    SignIn signIn = signIn("an-object-id").calledAtProvider("a-sub");
    String session = fixture.sessions.begin(signIn, "127.0.0.1", "a browser");
    assertThat(end("https://provider.example", Optional.empty(), "an-object-id")).isEmpty();
    assertThat(end("https://provider.example", Optional.empty(), "a-sub")).hasSize(1);
    assertThat(fixture.sessions.use(session)).isEmpty();
  }

  private SignIn signIn(String subject) {
    return new SignIn(
        fixture.person(subject),
        PeopleFixture.PRACTICE,
        Set.of(Role.CLERK),
        Set.of(),
        Optional.of("sid-of-" + subject),
        2,
        fixture.clock.instant());
  }

  @Test
  void whatAProviderHasEndedBeginsNoSessionAnyMore() {
    SignIn onItsWay = signIn("one").calledAtProvider("sub-of-one");
    end("https://provider.example", Optional.of("sid-of-one"), "sub-of-one");
    assertThatThrownBy(() -> fixture.sessions.begin(onItsWay, "127.0.0.1", "a browser"))
        .isInstanceOf(ProviderSessions.EndedMeanwhile.class);
    assertThat(fixture.sessions.ofPerson(onItsWay.person().id())).isEmpty();
  }

  @Test
  void whoIsSignedOutAsAPersonComesInAgainByANewSignInOnly() {
    SignIn onItsWay = signIn("one").calledAtProvider("sub-of-one");
    fixture.pass(Duration.ofSeconds(2));
    end("https://provider.example", Optional.empty(), "sub-of-one");
    assertThatThrownBy(() -> fixture.sessions.begin(onItsWay, "127.0.0.1", "a browser"))
        .isInstanceOf(ProviderSessions.EndedMeanwhile.class);
    SignIn afterwards = signIn("one").calledAtProvider("sub-of-one");
    String session = fixture.sessions.begin(afterwards, "127.0.0.1", "a browser");
    assertThat(fixture.sessions.use(session)).isPresent();
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
