package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.people.SignInLinks.Purpose;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links that sign in once, and the keys of machines. */
@ExtendWith(DatabaseExtension.class)
class SecretsGivenAwayTest {
  private PeopleFixture fixture;

  @BeforeEach
  void open(Database database) {
    fixture = new PeopleFixture(database);
  }

  @Test
  void aLinkOpensOnce() {
    Person person = fixture.person("one");
    String secret = link(person, Duration.ofMinutes(10));
    assertThat(fixture.links.open(secret))
        .contains(new SignInLinks.Opened(person.id(), Purpose.FIRST_ADMINISTRATOR));
    assertThat(fixture.links.open(secret)).isEmpty();
  }

  @Test
  void aLinkOpensNothingAfterItsTime() {
    String secret = link(fixture.person("one"), Duration.ofMinutes(10));
    fixture.pass(Duration.ofMinutes(10));
    assertThat(fixture.links.open(secret)).isEmpty();
  }

  @Test
  void aSecondLinkShutsTheFirst() {
    Person person = fixture.person("one");
    String first = link(person, Duration.ofMinutes(10));
    String others = link(fixture.person("two"), Duration.ofMinutes(10));
    String second = link(person, Duration.ofMinutes(10));
    assertThat(fixture.links.open(first)).isEmpty();
    assertThat(fixture.links.open(second)).isPresent();
    assertThat(fixture.links.open(others)).as("another person's").isPresent();
  }

  @Test
  void aKeyIsKnownByItsSecretWithWhatItMayDo() {
    ApiKeys.Made made = key("hub system", Optional.empty());
    assertThat(fixture.keys.presented(made.secret())).contains(made.key());
    assertThat(made.key().scopes()).containsExactly(Permission.SUBMIT);
    assertThat(fixture.keys.presented("gpcm_x")).isEmpty();
    assertThat(made.toString()).doesNotContain(made.secret());
  }

  @Test
  void aKeyEndsAtItsTime() {
    ApiKeys.Made made =
        key("hub system", Optional.of(fixture.clock.instant().plus(Duration.ofDays(1))));
    fixture.pass(Duration.ofDays(1).minusMillis(1));
    assertThat(fixture.keys.presented(made.secret())).isPresent();
    fixture.pass(Duration.ofMillis(1));
    assertThat(fixture.keys.presented(made.secret())).isEmpty();
  }

  @Test
  void aKeyIsWithdrawnByItsOwnOrganisationOnly() {
    ApiKeys.Made made = key("hub system", Optional.empty());
    assertThat(fixture.keys.withdraw(PeopleFixture.PRACTICE, made.key().id())).isFalse();
    assertThat(fixture.keys.list(PeopleFixture.PRACTICE)).isEmpty();
    assertThat(fixture.keys.list(PeopleFixture.HUB)).containsExactly(made.key());
    assertThat(fixture.keys.withdraw(PeopleFixture.HUB, made.key().id())).isTrue();
    assertThat(fixture.keys.presented(made.secret())).isEmpty();
    assertThat(fixture.keys.list(PeopleFixture.HUB)).isEmpty();
  }

  private ApiKeys.Made key(String name, Optional<Instant> ends) {
    return fixture.keys.make(
        name, PeopleFixture.HUB, Set.of(Permission.SUBMIT), ends, "B. Fictional");
  }

  private String link(Person person, Duration lasting) {
    return fixture.links.make(person.id(), Purpose.FIRST_ADMINISTRATOR, lasting, "the node");
  }
}
