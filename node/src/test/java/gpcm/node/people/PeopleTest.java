package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who there is, and who gives whom which role. */
@ExtendWith(DatabaseExtension.class)
class PeopleTest {
  private PeopleFixture fixture;

  @BeforeEach
  void open(Database database) {
    fixture = new PeopleFixture(database);
  }

  @Test
  void aPersonIsTheSameAtEverySignInByWhateverName() {
    Person first = fixture.people.known("https://a.example", "x", "Bravo", Optional.empty());
    Person again =
        fixture.people.known("https://a.example", "x", "Charlie", Optional.of("910000000001"));
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.name()).isEqualTo("Charlie");
    assertThat(fixture.people.known("https://b.example", "x", "Bravo", Optional.empty()).id())
        .as("another provider's x")
        .isNotEqualTo(first.id());
  }

  @Test
  void nobodyDecidesAboutTheirOwnRoles() {
    Person person = fixture.person("one");
    Acting by = fixture.acting(person, PeopleFixture.PRACTICE, Role.ADMINISTRATOR);
    assertThatThrownBy(() -> give(by, person, Role.CLINICIAN))
        .isInstanceOf(RefusedAssignment.class)
        .hasMessageContaining("another administrator");
    Acting other =
        fixture.acting(fixture.person("two"), PeopleFixture.PRACTICE, Role.ADMINISTRATOR);
    RoleAssignment given = give(other, person, Role.CLERK);
    assertThatThrownBy(() -> fixture.people.withdraw(by, given.id()))
        .isInstanceOf(RefusedAssignment.class);
  }

  @Test
  void whatSomebodyIsIsWhatTheirProviderSaysWithWhatIsGivenAndWithoutWhatIsTaken(
      Database database) {
    Person person = fixture.person("one");
    Acting by = fixture.acting(fixture.person("two"), PeopleFixture.PRACTICE, Role.ADMINISTRATOR);
    assertThat(fixture.begin(person, PeopleFixture.PRACTICE, Role.CLERK, Role.CLINICIAN))
        .isNotNull();
    give(by, person, Role.AUDITOR);
    assertThat(roles(database, person, PeopleFixture.PRACTICE))
        .containsExactlyInAnyOrder(Role.CLERK, Role.CLINICIAN, Role.AUDITOR);
    take(by, person, Role.CLINICIAN);
    assertThat(roles(database, person, PeopleFixture.PRACTICE))
        .containsExactlyInAnyOrder(Role.CLERK, Role.AUDITOR);
    assertThat(roles(database, person, "A99999")).isEmpty();
  }

  private Set<Role> roles(Database database, Person person, String organisation) {
    return database
        .jdbi()
        .withHandle(
            handle -> People.roles(handle, person.id(), organisation, fixture.clock.instant()));
  }

  @Test
  void anEndInThePastIsNone() {
    Acting by = fixture.acting(fixture.person("one"), PeopleFixture.PRACTICE, Role.ADMINISTRATOR);
    assertThatThrownBy(
            () ->
                fixture.people.assign(
                    by,
                    fixture.person("two").id(),
                    Role.CLERK,
                    RoleAssignment.Kind.GIVEN,
                    "why",
                    Optional.of(fixture.clock.instant())))
        .isInstanceOf(RefusedAssignment.class)
        .hasMessageContaining("future");
  }

  @Test
  void anAdministratorDecidesForTheirOwnOrganisationOnly() {
    Acting hub = fixture.acting(fixture.person("hub"), PeopleFixture.HUB, Role.ADMINISTRATOR);
    Acting practice =
        fixture.acting(fixture.person("practice"), PeopleFixture.PRACTICE, Role.ADMINISTRATOR);
    Person one = fixture.person("one");
    RoleAssignment given = give(practice, one, Role.CLERK);
    assertThat(fixture.people.assignments(one.id(), PeopleFixture.HUB)).isEmpty();
    assertThat(fixture.people.withdraw(hub, given.id())).isFalse();
    assertThat(fixture.people.assignments(one.id(), PeopleFixture.PRACTICE)).containsExactly(given);
    assertThat(fixture.people.withdraw(practice, given.id())).isTrue();
    assertThat(fixture.people.withdraw(practice, given.id())).as("a second time").isFalse();
    assertThat(fixture.people.assignments(one.id(), PeopleFixture.PRACTICE)).isEmpty();
  }

  @Test
  void theLastAdministratorStays() {
    Person first = fixture.person("first");
    fixture.people.firstAdministrator(first.id(), PeopleFixture.PRACTICE);
    Person second = fixture.person("second");
    Acting bySecond = fixture.acting(second, PeopleFixture.PRACTICE, Role.ADMINISTRATOR);
    assertThatThrownBy(() -> take(bySecond, first, Role.ADMINISTRATOR))
        .isInstanceOf(RefusedAssignment.class)
        .hasMessageContaining("no administrator left");
    assertThat(fixture.people.assignments(first.id(), PeopleFixture.PRACTICE))
        .extracting(RoleAssignment::kind)
        .containsExactly(RoleAssignment.Kind.GIVEN);

    Acting byFirst = fixture.acting(first, PeopleFixture.PRACTICE);
    give(byFirst, second, Role.ADMINISTRATOR);
    take(bySecond, first, Role.ADMINISTRATOR);
    assertThat(fixture.acting(first, PeopleFixture.PRACTICE).roles()).isEmpty();
  }

  @Test
  void twoAdministratorsWhoTakeEachOthersRoleAtOnceLeaveOne() throws Exception {
    Person first = fixture.person("first");
    Person second = fixture.person("second");
    fixture.people.firstAdministrator(first.id(), PeopleFixture.PRACTICE);
    Acting byFirst = fixture.acting(first, PeopleFixture.PRACTICE);
    give(byFirst, second, Role.ADMINISTRATOR);
    Acting bySecond = fixture.acting(second, PeopleFixture.PRACTICE);
    int refused = 0;
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Callable<Boolean>> calls =
          List.of(
              () -> succeeds(() -> take(byFirst, second, Role.ADMINISTRATOR)),
              () -> succeeds(() -> take(bySecond, first, Role.ADMINISTRATOR)));
      for (Future<Boolean> call : both.invokeAll(calls)) {
        refused += call.get() ? 0 : 1;
      }
    }
    assertThat(refused).isEqualTo(1);
  }

  private static boolean succeeds(Runnable assignment) {
    try {
      assignment.run();
      return true;
    } catch (RefusedAssignment e) {
      return false;
    }
  }

  private RoleAssignment give(Acting by, Person person, Role role) {
    return fixture.people.assign(
        by, person.id(), role, RoleAssignment.Kind.GIVEN, "why", Optional.empty());
  }

  private void take(Acting by, Person person, Role role) {
    fixture.people.assign(
        by, person.id(), role, RoleAssignment.Kind.TAKEN, "why", Optional.empty());
  }
}
