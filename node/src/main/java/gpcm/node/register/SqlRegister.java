package gpcm.node.register;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import gpcm.node.config.KeptSecret;
import gpcm.node.config.RegisterSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * A register in an SQL database, asked each time by queries that the operator writes. Their columns
 * are called like the fields of a file of patients, with underscores: {@code nhs_number}, {@code
 * birth_date}, {@code family}, and as far as there are {@code given}, {@code sex}, {@code address},
 * {@code telephone}, {@code standing} and {@code restricted}. Thread-safe.
 */
final class SqlRegister implements PatientRegister {
  private static final int MOST = 20;

  private final RegisterSettings.Sql settings;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  SqlRegister(RegisterSettings.Sql settings) {
    this.settings = settings;
    HikariConfig config = new HikariConfig();
    config.setPoolName("register");
    config.setJdbcUrl(settings.securedUrl());
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    config.setReadOnly(true);
    config.setConnectionTimeout(Math.max(250, settings.timeout().toMillis()));
    config.setInitializationFailTimeout(-1);
    String seconds = Long.toString(Math.max(1, settings.timeout().toSeconds()));
    config.addDataSourceProperty("connectTimeout", seconds);
    config.addDataSourceProperty("socketTimeout", seconds);
    // Outside of transactions too, where the driver would leave it to itself otherwise.
    config.addDataSourceProperty("readOnlyMode", "always");
    config.addDataSourceProperty("ApplicationName", "gpcm register");
    settings.login().ifPresent(login -> showing(config, login));
    this.pool = new HikariDataSource(config);
    this.jdbi = Jdbi.create(pool);
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
  }

  // Asked for each connection, so that another password is used as soon as it stands in its file.
  private static void showing(HikariConfig config, RegisterSettings.Login login) {
    KeptSecret password = new KeptSecret(login.password());
    config.setCredentialsProvider(() -> new Credentials(login.user(), password.get().reveal()));
  }

  @Override
  public List<RegisteredPatient> withNumber(SoughtPatient sought) {
    return asked(settings.query(), sought).stream()
        .filter(each -> each.nhsNumber().equals(sought.nhsNumber()))
        .toList();
  }

  @Override
  public List<RegisteredPatient> candidates(SoughtPatient sought) {
    return asked(settings.candidatesQuery().orElse(settings.query()), sought);
  }

  private List<RegisteredPatient> asked(String query, SoughtPatient sought) {
    try (Handle handle = jdbi.open()) {
      return handle
          .createQuery(query)
          .setQueryTimeout((int) Math.max(1, settings.timeout().toSeconds()))
          .setMaxRows(MOST)
          .bind("nhsNumber", sought.nhsNumber())
          .bind("birthDate", sought.birthDate())
          .bind("family", sought.family())
          .map(SqlRegister::patient)
          .list();
    } catch (JdbiException e) {
      throw new RegisterUnavailableException(
          "the register of patients in its database cannot be asked: " + said(e), e);
    } catch (IllegalArgumentException e) {
      throw new RegisterUnavailableException(
          "the register of patients in its database gives no patient: " + e.getMessage(), e);
    }
  }

  // The words of a database may quote what it was asked.
  private static String said(JdbiException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.ofNullable(sql.getSQLState())
            .map(state -> "SQL state " + state)
            .orElse(sql.getClass().getSimpleName());
      }
    }
    return failure.getClass().getSimpleName();
  }

  private static RegisteredPatient patient(ResultSet row, StatementContext context)
      throws SQLException {
    Map<String, String> fields = new HashMap<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String value = row.getString(i);
      fields.put(
          row.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT).replace("_", ""),
          value == null ? "" : value);
    }
    return PatientLines.patient(field -> fields.getOrDefault(field.toLowerCase(Locale.ROOT), ""));
  }

  @Override
  public void close() {
    pool.close();
  }
}
