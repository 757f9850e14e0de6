package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.InvalidValueException;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account of an organisation that is kept sealed for when nobody else gets in. */
@ExtendWith(DatabaseExtension.class)
class BreakGlassTest {
  private static final String PRACTICE = PeopleFixture.PRACTICE;
  private static final Duration MONTH = Duration.ofDays(30);
  private static final String PASSWORD = "four plain words here";

  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private Database database;
  private Directory directory;

  @BeforeEach
  void open(Database database) {
    this.database = database;
    directory = Directory.of(database.jdbi(), () -> now);
  }

  private String sealed() {
    return directory.breakGlass(PRACTICE, MONTH).orElseThrow();
  }

  private Optional<Person> opened(String secret) {
    return directory.links().open(secret).flatMap(link -> directory.people().find(link.person()));
  }

  private List<RoleAssignment> roles(Person account) {
    return directory.people().assignments(account.id(), PRACTICE);
  }

  private String session(Person account) {
    return directory
        .sessions()
        .begin(
            new SignIn(account, PRACTICE, Set.of(), Set.of(), Optional.empty(), 1, now),
            "127.0.0.1",
            "a test");
  }

  @Test
  void itAdministersItsOrganisationAndNoOther() {
    Person account = opened(sealed()).orElseThrow();
    assertThat(account.subject()).isEqualTo("break-glass-a99902");
    assertThat(roles(account))
        .singleElement()
        .satisfies(each -> assertThat(each.role()).isEqualTo(Role.ADMINISTRATOR));
    assertThat(directory.people().organisations(account.id())).containsExactly(PRACTICE);
  }

  @Test
  void itsLinkOpensOnce() {
    String secret = sealed();
    assertThat(opened(secret)).isPresent();
    assertThat(opened(secret)).isEmpty();
  }

  @Test
  void itsLinkOpensToTheEndOfItsTime() {
    String secret = sealed();
    now = now.plus(MONTH).minusSeconds(1);
    assertThat(opened(secret)).isPresent();
  }

  @Test
  void itsLinkOpensNoLongerThanItsTime() {
    String secret = sealed();
    now = now.plus(MONTH);
    assertThat(opened(secret)).isEmpty();
  }

  @Test
  void onceItWasUsedItAdministersForTwelveHours() {
    Person account = opened(sealed()).orElseThrow();
    now = now.plus(SignInLinks.OPENED).minusSeconds(1);
    assertThat(roles(account)).hasSize(1);
    now = now.plusSeconds(1);
    assertThat(roles(account)).isEmpty();
  }

  @Test
  void aLinkThatIsUsedInItsLastHourMakesItAdministerNoLongerThanTheLinkWouldHaveOpened() {
    String secret = sealed();
    now = now.plus(MONTH).minusSeconds(3600);
    Person account = opened(secret).orElseThrow();
    now = now.plusSeconds(3600);
    assertThat(roles(account)).isEmpty();
  }

  @Test
  void sealedAnewTheLinkOfBeforeOpensNothing() {
    String before = sealed();
    String after = sealed();
    assertThat(opened(before)).isEmpty();
    assertThat(opened(after)).isPresent();
  }

  @Test
  void sealedAnewItsSessionIsOver() {
    Person account = opened(sealed()).orElseThrow();
    String session = session(account);
    assertThat(directory.sessions().look(session)).isPresent();
    sealed();
    assertThat(directory.sessions().look(session)).isEmpty();
  }

  @Test
  void nobodySetsAPasswordForIt() {
    Person account = opened(sealed()).orElseThrow();
    assertThatThrownBy(() -> directory.accounts().setPassword(account, PASSWORD))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("sealed link alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"break-glass-a99902", "Break-Glass-x"})
  void nobodyElseIsCalledSo(String name) {
    assertThatThrownBy(() -> directory.accounts().invite(name, "Somebody"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("break-glass");
    assertThatThrownBy(() -> directory.accounts().create(name, "Somebody", PASSWORD))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void sealedAnewNoLinkOfAnotherPurposeLeadsIn() {
    Person account = opened(sealed()).orElseThrow();
    String other =
        directory
            .links()
            .make(account.id(), SignInLinks.Purpose.RECOVERY, Duration.ofHours(1), "a test");
    sealed();
    assertThat(opened(other)).isEmpty();
  }

  @Test
  void sealedAnewItsPasskeysAreGone() {
    Person account = opened(sealed()).orElseThrow();
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into passkey (id, credential_id, person, name, credential_data, sign_count, synchronisable, synchronised, made_at)
                    values (?, '\\x01', ?, 'a key', '\\x01', 0, false, false, now())
                    """,
                    UUID.randomUUID(),
                    account.id()));
    sealed();
    int left =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select count(*) from passkey where person = :person")
                        .bind("person", account.id())
                        .mapTo(Integer.class)
                        .one());
    assertThat(left).isZero();
  }

  @Test
  void sealedAnewItHasOneRole() {
    Person account = opened(sealed()).orElseThrow();
    sealed();
    assertThat(roles(account)).hasSize(1);
  }

  @Test
  void itIsNotTheAdministratorThatAnOrganisationMustHave() {
    opened(sealed());
    assertThat(directory.people().isAdministered(PRACTICE)).isFalse();
    assertThat(directory.firstAdministrator(PRACTICE)).isPresent();
  }

  @Test
  void whereAnAdministratorHasShutItNothingIsSealed() {
    Person account = opened(sealed()).orElseThrow();
    Person administrator = directory.accounts().create("somebody", "Somebody", PASSWORD);
    directory.people().firstAdministrator(administrator.id(), PRACTICE);
    Acting acting = directory.sessions().look(session(administrator)).orElseThrow();
    directory.shut().shut(acting, account.id(), "nobody knows who opened it");
    assertThat(directory.breakGlass(PRACTICE, MONTH)).isEmpty();
    directory.shut().open(acting, account.id(), "it was the practice manager");
    assertThat(directory.breakGlass(PRACTICE, MONTH)).isPresent();
  }
}
