package gpcm.node.people;

import gpcm.node.store.Moment;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** The keys of machines. Thread-safe. */
public final class ApiKeys {
  private static final String PREFIX = "gpcm_";
  private static final String LIVE =
      " withdrawn_at is null and (ends_at is null or ends_at > :now)";

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Keeps keys in the database behind {@code jdbi}. */
  public ApiKeys(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * A key that was made.
   *
   * @param key what is known of it
   * @param secret what the machine presents; it is shown once and kept nowhere
   */
  public record Made(ApiKey key, String secret) {
    /** Without the secret, so that it can be logged. */
    @Override
    public String toString() {
      return "Made[" + key.id() + "]";
    }
  }

  /** Makes a key. */
  public Made make(
      String name,
      String organisation,
      Set<Permission> scopes,
      Optional<Instant> ends,
      String madeBy) {
    ApiKey key = new ApiKey(UUID.randomUUID(), name, organisation, scopes, ends);
    String secret = PREFIX + Token.random(random);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into api_key (id, secret_hash, name, organisation, scopes, made_by, made_at, ends_at)
                    values (:id, :hash, :name, :organisation, :scopes, :by, :now, :ends)
                    """)
                .bind("id", key.id())
                .bind("hash", Token.hash(secret))
                .bind("name", name)
                .bind("organisation", organisation)
                .bindArray(
                    "scopes", String.class, scopes.stream().map(Permission::text).sorted().toList())
                .bind("by", madeBy)
                .bind("now", Moment.column(clock.instant()))
                .bind("ends", ends.map(Moment::column).orElse(null))
                .execute());
    return new Made(key, secret);
  }

  /** The key with this secret, unless it was withdrawn or has ended. */
  public Optional<ApiKey> presented(String secret) {
    if (!secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from api_key where secret_hash = :hash and" + LIVE)
                .bind("hash", Token.hash(secret))
                .bind("now", Moment.column(clock.instant()))
                .map((row, context) -> key(row))
                .findOne());
  }

  /** The keys of an organisation that are in force, by name. */
  public List<ApiKey> list(String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from api_key where organisation = :organisation and"
                        + LIVE
                        + " order by name, id")
                .bind("organisation", organisation)
                .bind("now", Moment.column(clock.instant()))
                .map((row, context) -> key(row))
                .list());
  }

  /** Withdraws a key of an organisation; it opens nothing from now on. */
  public boolean withdraw(String organisation, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        "update api_key set withdrawn_at = :now where id = :id and organisation ="
                            + " :organisation and withdrawn_at is null")
                    .bind("now", Moment.column(clock.instant()))
                    .bind("id", id)
                    .bind("organisation", organisation)
                    .execute()
                == 1);
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("organisation"),
        Stream.of((String[]) row.getArray("scopes").getArray())
            .flatMap(scope -> Permission.of(scope).stream())
            .collect(Collectors.toSet()),
        Moment.perhaps(row, "ends_at"));
  }
}
