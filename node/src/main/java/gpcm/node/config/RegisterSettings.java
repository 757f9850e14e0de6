package gpcm.node.config;

import gpcm.node.config.SectionReader.Condition;
import gpcm.node.store.DatabaseSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where an organisation's register of patients is asked, when it is in no file. */
public sealed interface RegisterSettings {

  /** Who the node is there. */
  record Login(String user, SecretSource password) {}

  /** How a FHIR server is asked. */
  enum Ask {
    /** By {@code Patient?identifier=}. */
    SEARCH,
    /** By {@code Patient/$match}. */
    MATCH
  }

  /**
   * A FHIR server.
   *
   * @param url its base, before {@code /Patient}
   * @param token shown as a bearer token; instead of a login
   * @param timeout how long one question may take
   * @param largestAnswer how large an answer may be
   */
  record Fhir(
      URI url,
      Ask ask,
      Optional<Login> login,
      Optional<SecretSource> token,
      Duration timeout,
      ByteSize largestAnswer)
      implements RegisterSettings {}

  /**
   * A database.
   *
   * @param query finds by {@code :nhsNumber}
   * @param candidatesQuery finds by {@code :nhsNumber}, {@code :family} and {@code :birthDate} whom
   *     a person should compare
   * @param timeout how long one question may take
   */
  record Sql(
      String url,
      Optional<Login> login,
      String query,
      Optional<String> candidatesQuery,
      Duration timeout)
      implements RegisterSettings {

    /** The URL, with a connection that nobody reads on its way unless it says otherwise. */
    public String securedUrl() {
      return new DatabaseSettings(Optional.of(url), Optional.empty(), Optional.empty(), 2)
          .secured()
          .url()
          .orElseThrow();
    }
  }

  /** For tests and defaults. */
  Duration TIMEOUT = Duration.ofSeconds(10);

  /** The usual limit of an answer. */
  ByteSize LARGEST_ANSWER = ByteSize.ofMebibytes(1);

  /** Empty when nothing is said of a register. */
  static Optional<RegisterSettings> read(SectionReader parent) {
    return new Reading(parent.section("register")).settings(parent.has("register"));
  }

  /** Reads the section. */
  final class Reading {
    private static final ValueFormat<String> QUERY =
        new ValueFormat<>(
            "an SQL query with :nhsNumber in it",
            "select nhs_number, birth_date, family, standing from patient where nhs_number ="
                + " :nhsNumber",
            text -> {
              if (!text.contains(":nhsNumber") || text.length() > 4000) {
                throw new IllegalArgumentException();
              }
              return text;
            },
            false);

    private final SectionReader section;

    private Reading(SectionReader section) {
      this.section = section;
    }

    private Optional<RegisterSettings> settings(boolean given) {
      Optional<URI> fhir = section.optional("fhir-url", ValueFormat.HTTPS_URL);
      Condition overFhir = new Condition("with fhir-url", fhir.isPresent());
      Ask ask = section.value("fhir-ask", ValueFormat.oneOf(Ask.class), Ask.SEARCH);
      section.refuseUnless(overFhir, "fhir-ask");
      Optional<SecretSource> token = section.optionalPath("token-file").map(Reading::inFile);
      section.refuseUnless(overFhir, "token-file");
      ByteSize largest =
          section.value(
              "largest-answer",
              ValueFormat.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(10)),
              LARGEST_ANSWER);
      section.refuseUnless(overFhir, "largest-answer");
      Optional<String> jdbc = section.optional("jdbc-url", ValueFormat.JDBC_URL);
      Condition inSql = new Condition("with jdbc-url", jdbc.isPresent());
      String query = section.requiredOnly(inSql, "query", QUERY);
      Optional<String> candidates = section.optional("candidates-query", QUERY);
      section.refuseUnless(inSql, "candidates-query");
      Optional<String> user = section.optional("user", ValueFormat.USER);
      Optional<Path> password = section.optionalPath("password-file");
      Duration timeout =
          section.value(
              "timeout",
              ValueFormat.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
              TIMEOUT);
      section.refuseUnknownKeys();
      section.requireTogether("user", user.isPresent(), "password-file", password.isPresent());
      if (fhir.isPresent() && jdbc.isPresent()) {
        section.problem("jdbc-url", "set, and fhir-url as well", "keep one of the two");
      }
      if (given && fhir.isEmpty() && jdbc.isEmpty()) {
        section.problem(
            "fhir-url", "missing", "say where the register is asked: by fhir-url or by jdbc-url");
      }
      if (token.isPresent() && user.isPresent()) {
        section.problem("token-file", "set, and user as well", "keep one of the two");
      }
      Optional<Login> login =
          user.flatMap(name -> password.map(file -> new Login(name, inFile(file))));
      return fhir.<RegisterSettings>map(url -> new Fhir(url, ask, login, token, timeout, largest))
          .or(() -> jdbc.map(url -> new Sql(url, login, query, candidates, timeout)));
    }

    private static SecretSource inFile(Path path) {
      return new SecretSource.InFile(path);
    }
  }
}
