package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.InvalidValueException;
import gpcm.node.people.LocalAccounts.Attempt;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in with a user name and a password. */
@ExtendWith(DatabaseExtension.class)
class LocalAccountsTest {
  private static final String HERE = "a network";
  private static final String PASSWORD = "four plain words together";

  private Database database;
  private PeopleFixture fixture;
  private LocalAccounts accounts;

  @BeforeEach
  void open(Database own) {
    database = own;
    fixture = new PeopleFixture(own);
    accounts = fixture.accounts;
  }

  @Test
  void whoKnowsThePasswordIsThePerson() {
    Person made = accounts.create("b.fictional", "B. Fictional", PASSWORD);
    assertThat(succeeded(signIn("b.fictional", PASSWORD)).person()).isEqualTo(made);
    assertThat(succeeded(signIn("B.Fictional", PASSWORD)).person()).isEqualTo(made);
    assertThat(signIn("b.fictional", PASSWORD + " ")).isInstanceOf(Attempt.Wrong.class);
    assertThat(signIn("nobody", PASSWORD)).isInstanceOf(Attempt.Wrong.class);
  }

  @Test
  void aPasswordIsTakenToTheLetterHoweverLong() {
    String longest = " Four plain words, ".repeat(11).substring(0, 199) + "!";
    accounts.create("b.fictional", "B. Fictional", longest);
    assertThat(signIn("b.fictional", longest.toLowerCase(Locale.ROOT)))
        .isInstanceOf(Attempt.Wrong.class);
    assertThat(signIn("b.fictional", longest.strip())).isInstanceOf(Attempt.Wrong.class);
    assertThat(signIn("b.fictional", longest.substring(0, 199))).isInstanceOf(Attempt.Wrong.class);
    assertThat(signIn("b.fictional", longest)).isInstanceOf(Attempt.Succeeded.class);
  }

  @Test
  void onlyAnArgon2idHashIsKept() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    String kept =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select password_hash from local_account")
                        .mapTo(String.class)
                        .one());
    assertThat(kept).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(PASSWORD);
  }

  @Test
  void aUserNameIsOnePersonsOnlyHoweverItIsWritten() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    assertThatThrownBy(() -> accounts.create("B.FICTIONAL", "C. Fictional", PASSWORD))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("taken");
  }

  @ParameterizedTest
  @CsvSource({
    "eleven char,                 12 to 200",
    "aaaaaaaaaaaaaaaaaaaa,        5 different",
    "my name is B.Fictional here, user name",
  })
  void aWeakPasswordIsRefused(String password, String rule) {
    assertThatThrownBy(() -> accounts.create("b.fictional", "B. Fictional", password))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(rule)
        .hasMessageNotContaining(password);
  }

  @Test
  void wrongPasswordsMakeAnAccountWaitAndThenItIsLookedAtAgain() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    exhaust("b.fictional", Optional.empty());
    assertThat(signIn("b.fictional", PASSWORD))
        .as("even the right one waits")
        .isInstanceOf(Attempt.TooMany.class);
    fixture.pass(Duration.ofMinutes(15));
    assertThat(signIn("b.fictional", PASSWORD)).isInstanceOf(Attempt.Succeeded.class);
  }

  @Test
  void aStrangerCannotShutTheOwnerOutOfADeviceTheyUsedBefore() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    String device = succeeded(signIn("b.fictional", PASSWORD)).device();
    exhaust("b.fictional", Optional.empty());
    Attempt own = accounts.signIn("b.fictional", PASSWORD, Optional.of(device), HERE);
    assertThat(succeeded(own).device()).isEqualTo(device);
  }

  @Test
  void aBrowserThatSeveralPeopleUseIsKnownForEach() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    accounts.create("c.fictional", "C. Fictional", PASSWORD);
    String device = succeeded(signIn("b.fictional", PASSWORD)).device();
    assertThat(
            succeeded(accounts.signIn("c.fictional", PASSWORD, Optional.of(device), HERE)).device())
        .isEqualTo(device);
    exhaust("b.fictional", Optional.empty());
    exhaust("c.fictional", Optional.empty());
    succeeded(accounts.signIn("b.fictional", PASSWORD, Optional.of(device), HERE));
    succeeded(accounts.signIn("c.fictional", PASSWORD, Optional.of(device), HERE));
  }

  @Test
  void whatWasMadeUpByOthersIsNotTakenForADevice() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    assertThat(
            succeeded(accounts.signIn("b.fictional", PASSWORD, Optional.of("invented"), HERE))
                .device())
        .isNotEqualTo("invented");
  }

  @Test
  void onAKnownDeviceTriesAreCountedToo() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    String device = succeeded(signIn("b.fictional", PASSWORD)).device();
    exhaust("b.fictional", Optional.of(device));
    assertThat(accounts.signIn("b.fictional", PASSWORD, Optional.of(device), HERE))
        .isInstanceOf(Attempt.TooMany.class);
  }

  @Test
  void anInventedDeviceOrAnothersIsAStranger() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    accounts.create("c.fictional", "C. Fictional", PASSWORD);
    String others = succeeded(signIn("c.fictional", PASSWORD)).device();
    exhaust("b.fictional", Optional.empty());
    assertThat(accounts.signIn("b.fictional", PASSWORD, Optional.of(others), HERE))
        .isInstanceOf(Attempt.TooMany.class);
    assertThat(accounts.signIn("b.fictional", PASSWORD, Optional.of("invented"), HERE))
        .isInstanceOf(Attempt.TooMany.class);
  }

  @Test
  void aStrangerMakesNobodyWaitInANewBrowserElsewhere() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    exhaust("b.fictional", Optional.empty());
    assertThat(signIn("b.fictional", PASSWORD)).isInstanceOf(Attempt.TooMany.class);
    succeeded(signInFrom("another network", "b.fictional", PASSWORD));
  }

  @Test
  void guessingFromManyPlacesEndsAfterAHundredTriesAnHour() {
    accounts.create("b.fictional", "B. Fictional", PASSWORD);
    String device = succeeded(signIn("b.fictional", PASSWORD)).device();
    for (int i = 1; i < WrongPasswords.STRANGE_TRIES; i++) {
      assertThat(signInFrom("network " + i, "b.fictional", "wrong password"))
          .isInstanceOf(Attempt.Wrong.class);
    }
    assertThat(signInFrom("another network", "b.fictional", PASSWORD))
        .isInstanceOf(Attempt.TooMany.class);
    succeeded(accounts.signIn("b.fictional", PASSWORD, Optional.of(device), HERE));
    fixture.pass(Duration.ofHours(1));
    succeeded(signInFrom("another network", "b.fictional", PASSWORD));
  }

  @Test
  void aNameThatIsNotThereWaitsLikeOneThatIs() {
    exhaust("nobody", Optional.empty());
    assertThat(signIn("nobody", PASSWORD)).isInstanceOf(Attempt.TooMany.class);
  }

  @Test
  void anotherPasswordReplacesTheFirst() {
    Person person = accounts.create("b.fictional", "B. Fictional", PASSWORD);
    assertThat(accounts.changePassword(person.id(), "another long password")).isTrue();
    assertThat(signIn("b.fictional", PASSWORD)).isInstanceOf(Attempt.Wrong.class);
    assertThat(signIn("b.fictional", "another long password"))
        .isInstanceOf(Attempt.Succeeded.class);
    assertThat(accounts.changePassword(fixture.person("of a provider").id(), PASSWORD)).isFalse();
  }

  private void exhaust(String userName, Optional<String> device) {
    for (int i = 0; i < 5; i++) {
      assertThat(accounts.signIn(userName, "wrong password " + i, device, HERE))
          .isInstanceOf(Attempt.Wrong.class);
    }
  }

  private Attempt signInFrom(String network, String userName, String password) {
    return accounts.signIn(userName, password, Optional.empty(), network);
  }

  private Attempt signIn(String userName, String password) {
    return accounts.signIn(userName, password, Optional.empty(), HERE);
  }

  private static Attempt.Succeeded succeeded(Attempt attempt) {
    assertThat(attempt).isInstanceOf(Attempt.Succeeded.class);
    return (Attempt.Succeeded) attempt;
  }
}
