package gpcm.node.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.node.config.RegisterSettings;
import gpcm.node.config.RegisterSettings.Login;
import gpcm.node.config.SecretSource;
import gpcm.node.register.RegisteredPatient.Registration;
import gpcm.postgres.BundledPostgres;
import gpcm.postgres.PostgresListener;
import gpcm.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A register in a real database of another system. */
class SqlRegisterTest {
  private static final String QUERY =
      "select nhs_number, family, given, born as birth_date, sex, standing from person where"
          + " nhs_number = :nhsNumber";
  private static final SoughtPatient SOUGHT =
      new SoughtPatient("9990000018", "Testpatient", "Alpha", "1957-01-09", "female");

  @TempDir static Path folder;
  private static BundledPostgres postgres;
  private static Jdbi jdbi;

  @BeforeAll
  static void start() {
    postgres = BundledPostgres.start(folder, PostgresListener.NONE);
    jdbi = Jdbi.create(url(), PostgresServer.USER, postgres.server().password());
    jdbi.useHandle(
        handle -> {
          handle.execute(
              "create table person (nhs_number text, family text, given text, born date, sex"
                  + " text, standing text)");
          handle.execute(
              "insert into person values ('9990000018', 'Testpatient', 'Alpha', '1957-01-09', 'F',"
                  + " null), ('9990000026', 'Testpatient', null, '1957-01-09', null,"
                  + " 'no-longer-here'), ('9990000034', null, null, '1957-01-09', null, null)");
        });
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  private static String url() {
    return postgres.server().url();
  }

  private static SqlRegister register(String query, Optional<String> candidates)
      throws IOException {
    Path password = Files.writeString(folder.resolve("password"), postgres.server().password());
    return new SqlRegister(
        new RegisterSettings.Sql(
            url(),
            Optional.of(new Login(PostgresServer.USER, new SecretSource.InFile(password))),
            query,
            candidates,
            Duration.ofSeconds(20)));
  }

  private static SoughtPatient number(String nhsNumber) {
    return new SoughtPatient(nhsNumber, "Testpatient", "", "1957-01-09", "");
  }

  @Test
  void whoIsInTheTableIsFoundByNumberWithWhatTheRowSays() throws IOException {
    try (SqlRegister register = register(QUERY, Optional.empty())) {
      assertThat(register.withNumber(SOUGHT))
          .containsExactly(
              new RegisteredPatient(
                  "9990000018",
                  "Testpatient",
                  "Alpha",
                  "1957-01-09",
                  "female",
                  "",
                  "",
                  Registration.KNOWN));
      assertThat(register.withNumber(number("9990000026")))
          .extracting(RegisteredPatient::registration)
          .containsExactly(Registration.NO_LONGER_HERE);
      assertThat(register.withNumber(number("9990000042"))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"yes, RESTRICTED", "no, UNRESTRICTED", "'', UNSAID"})
  void aColumnSaysWhoseRecordIsRestricted(String column, Restriction said) throws IOException {
    try (SqlRegister register =
        register(
            QUERY.replaceFirst("select ", "select '" + column + "' as restricted, "),
            Optional.empty())) {
      assertThat(register.withNumber(SOUGHT))
          .extracting(RegisteredPatient::restriction)
          .containsExactly(said);
    }
  }

  @Test
  void aColumnThatSaysSomethingElseIsNoAnswer() throws IOException {
    try (SqlRegister register =
        register(QUERY.replaceFirst("select ", "select true as restricted, "), Optional.empty())) {
      assertThatThrownBy(() -> register.withNumber(SOUGHT))
          .isInstanceOf(RegisterUnavailableException.class)
          .hasMessageEndingWith("the field restricted must be yes or no, or empty");
    }
  }

  @Test
  void anotherPasswordIsUsedForNewConnections() throws IOException {
    jdbi.useHandle(
        handle -> {
          handle.execute("create role reader login password 'the first'");
          handle.execute("grant select on person to reader");
        });
    Path file = Files.writeString(folder.resolve("reader"), "the first");
    try (SqlRegister register =
        new SqlRegister(
            new RegisterSettings.Sql(
                url(),
                Optional.of(new Login("reader", new SecretSource.InFile(file))),
                QUERY,
                Optional.empty(),
                Duration.ofSeconds(20)))) {
      assertThat(register.withNumber(SOUGHT)).hasSize(1);
      jdbi.useHandle(handle -> handle.execute("alter role reader password 'another'"));
      Files.writeString(file, "another");
      jdbi.useHandle(
          handle ->
              handle.execute(
                  "select pg_terminate_backend(pid) from pg_stat_activity where usename ="
                      + " 'reader'"));
      // The pool may still hand out the connection that has just ended.
      await().ignoreExceptions().until(() -> register.withNumber(SOUGHT).size() == 1);
    }
  }

  @Test
  void whatHasChangedInTheTableCountsAtOnce() throws IOException {
    try (SqlRegister register = register(QUERY, Optional.empty())) {
      assertThat(register.withNumber(number("9990000050"))).isEmpty();
      jdbi.useHandle(
          handle ->
              handle.execute(
                  "insert into person values ('9990000050', 'Testpatient', null, '1957-01-09',"
                      + " null, 'registering')"));
      assertThat(register.withNumber(number("9990000050")))
          .extracting(RegisteredPatient::registration)
          .containsExactly(Registration.REGISTERING);
    }
  }

  @Test
  void candidatesComeFromAQueryOfTheirOwn() throws IOException {
    try (SqlRegister register =
        register(
            QUERY,
            Optional.of(
                "select nhs_number, family, born as birth_date from person where nhs_number ="
                    + " :nhsNumber or (family = :family and born = cast(:birthDate as date)) order"
                    + " by 1"))) {
      assertThat(register.candidates(SOUGHT))
          .extracting(RegisteredPatient::nhsNumber)
          .contains("9990000018", "9990000026");
    }
  }

  @Test
  void aRowThatIsNoPatientIsNoAnswer() throws IOException {
    try (SqlRegister register = register(QUERY, Optional.empty())) {
      assertThatThrownBy(() -> register.withNumber(number("9990000034")))
          .isInstanceOf(RegisterUnavailableException.class)
          .hasMessageContaining("the field family is missing");
    }
  }

  @Test
  void aQueryThatTheDatabaseRefusesIsNoAnswerAndQuotesNobody() throws IOException {
    try (SqlRegister register =
        register("select x from nowhere where y = :nhsNumber", Optional.empty())) {
      assertThatThrownBy(() -> register.withNumber(SOUGHT))
          .isInstanceOf(RegisterUnavailableException.class)
          .hasMessageContaining("SQL state 42P01")
          .hasMessageNotContaining("9990000018");
    }
  }

  @Test
  void whatANumberSaysIsNeverPartOfTheStatement() throws IOException {
    try (SqlRegister register = register(QUERY, Optional.empty())) {
      assertThat(register.withNumber(number("' or '1' = '1"))).isEmpty();
    }
  }

  @Test
  void theRegisterIsOnlyRead() throws IOException {
    try (SqlRegister register =
        register(
            "with gone as (delete from person returning *) select nhs_number, family, born as"
                + " birth_date from gone where nhs_number = :nhsNumber",
            Optional.empty())) {
      assertThatThrownBy(() -> register.withNumber(SOUGHT))
          .isInstanceOf(RegisterUnavailableException.class)
          .hasMessageContaining("SQL state 25006");
    }
  }

  @Test
  void aDatabaseThatIsAwayIsNoAnswer() throws IOException {
    Path password = Files.writeString(folder.resolve("other"), "none");
    try (SqlRegister register =
        new SqlRegister(
            new RegisterSettings.Sql(
                url(),
                Optional.of(new Login("nobody", new SecretSource.InFile(password))),
                QUERY,
                Optional.empty(),
                Duration.ofMillis(300)))) {
      assertThatThrownBy(() -> register.withNumber(SOUGHT))
          .isInstanceOf(RegisterUnavailableException.class);
    }
  }
}
