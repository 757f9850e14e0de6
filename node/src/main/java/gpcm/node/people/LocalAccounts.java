package gpcm.node.people;

import gpcm.consultation.InvalidValueException;
import gpcm.node.store.Moment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Accounts of this node's own, for organisations without a provider. Passwords are kept as Argon2id
 * hashes.
 *
 * <p>Wrong passwords make a user name wait, longer each time, where they were tried: in one browser
 * that its owner has signed in with before, or in the new ones of one network. Thread-safe.
 */
public final class LocalAccounts {
  private static final Pattern USER_NAME = Pattern.compile("[A-Za-z0-9._@-]{1,100}");
  // OWASP's figures: 19 MiB, two passes, one lane.
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  // Each hash holds its memory for some time: what comes in numbers has to queue.
  private static final int AT_ONCE = 4;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore hashing = new Semaphore(AT_ONCE);
  private final Argon2PasswordEncoder encoder = encoder();
  private final PasswordRule rule;
  private final WrongPasswords wrong;
  private final String nobodysHash = Nobody.HASH;

  /** The hash of a password that nobody knows: to try it takes as long as to try somebody's. */
  private static final class Nobody {
    static final String HASH = encoder().encode(Token.random(new SecureRandom()));
  }

  /** Keeps accounts in the database behind {@code jdbi}, with passwords by a rule. */
  public LocalAccounts(Jdbi jdbi, InstantSource clock, PasswordRule rule) {
    this.jdbi = jdbi;
    this.rule = rule;
    this.wrong = new WrongPasswords(jdbi);
    this.clock = clock;
  }

  private static Argon2PasswordEncoder encoder() {
    return new Argon2PasswordEncoder(16, 32, 1, MEMORY_KIB, PASSES);
  }

  /** What became of an attempt to sign in. */
  public sealed interface Attempt {
    /**
     * It is them.
     *
     * @param person who
     * @param device what their browser shows next time, so that it is known
     */
    record Succeeded(Person person, String device) implements Attempt {}

    /** The user name or the password is wrong; which is not said. */
    record Wrong() implements Attempt {}

    /**
     * There were too many wrong ones.
     *
     * @param until when the next is looked at
     */
    record TooMany(Instant until) implements Attempt {}
  }

  /**
   * Makes an account.
   *
   * @param name the person's name as shown
   * @throws InvalidValueException when the user name is taken or none, or the password is too weak
   */
  public Person create(String userName, String name, String password) {
    rule.check(userName(userName), name, password);
    String hash = hash(password);
    UUID id = UUID.randomUUID();
    return jdbi.inTransaction(
        handle -> {
          Person person = person(handle, id, userName, name);
          int made =
              handle
                  .createUpdate(
                      """
                      insert into local_account (person, user_name, password_hash, password_at) values (:person, :user, :hash, :now)
                      on conflict do nothing
                      """)
                  .bind("person", id)
                  .bind("user", userName)
                  .bind("hash", hash)
                  .bind("now", Moment.column(clock.instant()))
                  .execute();
          if (made == 0) {
            throw new InvalidValueException("User name", "is taken", "Choose another one");
          }
          return person;
        });
  }

  private Person person(Handle handle, UUID id, String userName, String name) {
    return handle
        .createQuery(
            """
            insert into person (id, issuer, subject, name, created_at) values (:id, :issuer, :subject, :name, :now)
            on conflict (issuer, subject) do nothing returning *
            """)
        .bind("id", id)
        .bind("issuer", Person.LOCAL)
        .bind("subject", userName.toLowerCase(Locale.ROOT))
        .bind("name", name)
        .bind("now", Moment.column(clock.instant()))
        .map(People::person)
        .findOne()
        .orElseThrow(
            () -> new InvalidValueException("User name", "is taken", "Choose another one"));
  }

  /**
   * Sets another password. Whoever calls this ends the person's sessions.
   *
   * @return false when the person has no local account
   * @throws InvalidValueException when the password is too weak
   */
  public boolean changePassword(UUID person, String password) {
    Optional<Person> found =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "select person.* from local_account join person on person.id ="
                            + " local_account.person where person.id = :person")
                    .bind("person", person)
                    .map(People::person)
                    .findOne());
    found.ifPresent(each -> rule.check(each.subject(), each.name(), password));
    if (found.isEmpty()) {
      return false;
    }
    String hash = hash(password);
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        "update local_account set password_hash = :hash, password_at = :now where"
                            + " person = :person")
                    .bind("hash", hash)
                    .bind("now", Moment.column(clock.instant()))
                    .bind("person", person)
                    .execute()
                == 1);
  }

  /**
   * Sets the password of a person of this node's own, who signs in from now on with it and with
   * their subject as user name. Whoever calls this ends the person's other sessions.
   *
   * @throws InvalidValueException when the password is too weak
   */
  public void setPassword(Person person, String password) {
    if (!person.issuer().equals(Person.LOCAL)) {
      throw new InvalidValueException(
          "Password", "is kept by the provider that you sign in with", "Change it there");
    }
    if (person.isBreakGlass()) {
      throw new InvalidValueException(
          "Password",
          "is for nobody to set: the break-glass account is opened by its sealed link alone",
          "Give a role to whoever is to sign in again");
    }
    rule.check(person.subject(), person.name(), password);
    String hash = hash(password);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into local_account (person, user_name, password_hash, password_at) values (:person, :user, :hash, :now)
                    on conflict (person) do update set password_hash = excluded.password_hash, password_at = excluded.password_at
                    """)
                .bind("person", person.id())
                .bind("user", person.subject())
                .bind("hash", hash)
                .bind("now", Moment.column(clock.instant()))
                .execute());
  }

  /** Whether somebody has set a password here. */
  public boolean hasPassword(Person person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select exists (select from local_account where person = :person)")
                .bind("person", person.id())
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * A name under which somebody may have an account.
   *
   * @throws InvalidValueException when it is none
   */
  public static String userName(String text) {
    if (!USER_NAME.matcher(text).matches()) {
      throw new InvalidValueException(
          "User name",
          "must be 1 to 100 letters, digits, dots, dashes, underlines or @",
          "Choose another one");
    }
    if (text.toLowerCase(Locale.ROOT).startsWith(Person.BREAK_GLASS)) {
      throw new InvalidValueException(
          "User name", "is kept for a break-glass account", "Choose another one");
    }
    return text;
  }

  /**
   * Makes a person who is to get a link, and sets their password with it.
   *
   * @throws InvalidValueException when the user name is taken or none
   */
  public Person invite(String userName, String name) {
    String checked = userName(userName);
    return jdbi.inTransaction(handle -> person(handle, UUID.randomUUID(), checked, name));
  }

  /**
   * Tries a password.
   *
   * @param device what the browser was given at an earlier sign-in, if it shows anything
   * @param network where the browser is, as limits count it
   */
  public Attempt signIn(String userName, String password, Optional<String> device, String network) {
    if (!USER_NAME.matcher(userName).matches() || password.length() > 1_000) {
      return new Attempt.Wrong();
    }
    Instant now = clock.instant();
    Optional<Account> account = account(userName);
    String name = userName.toLowerCase(Locale.ROOT);
    WrongPasswords.Place place =
        device
            .map(Token::hash)
            .filter(hash -> account.isPresent() && isKnown(hash, account.get().person().id()))
            .map(hash -> WrongPasswords.Place.known(name, hash))
            .orElseGet(() -> WrongPasswords.Place.strange(name, network));
    Optional<Instant> waiting = wrong.take(place, now);
    if (waiting.isPresent()) {
      return new Attempt.TooMany(waiting.get());
    }
    // As long for a name that is not there as for one that is.
    boolean right = matches(password, account.map(Account::hash).orElse(nobodysHash));
    if (!right || account.isEmpty()) {
      return new Attempt.Wrong();
    }
    Person person = account.get().person();
    wrong.forget(place);
    return new Attempt.Succeeded(person, remember(person, device, now));
  }

  private record Account(Person person, String hash) {}

  private Optional<Account> account(String userName) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select person.*, password_hash from local_account join person on person.id ="
                        + " local_account.person where lower(user_name) = lower(:user)")
                .bind("user", userName)
                .map(
                    (row, context) ->
                        new Account(People.person(row, context), row.getString("password_hash")))
                .findOne());
  }

  private boolean isKnown(byte[] device, UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select exists (select from known_device where device = :device and person ="
                        + " :person)")
                .bind("device", device)
                .bind("person", person)
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * Knows the browser of somebody who is who they say: strangers who try their password cannot keep
   * them out there.
   *
   * @param device what the browser shows, which may be known for others who use it too
   * @return what it is to show from now on
   */
  public String remember(Person person, Optional<String> device) {
    return remember(person, device, clock.instant());
  }

  private String remember(Person person, Optional<String> device, Instant now) {
    String known = device.filter(this::isOurs).orElseGet(() -> Token.random(random));
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into known_device (device, person, last_at) values (:device, :person, :now)
                    on conflict (device, person) do update set last_at = :now
                    """)
                .bind("device", Token.hash(known))
                .bind("person", person.id())
                .bind("now", Moment.column(now))
                .execute());
    return known;
  }

  /** What somebody else made up would be known to them. */
  private boolean isOurs(String device) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select exists (select from known_device where device = :device)")
                .bind("device", Token.hash(device))
                .mapTo(Boolean.class)
                .one());
  }

  private String hash(String password) {
    hashing.acquireUninterruptibly();
    try {
      return encoder.encode(password);
    } finally {
      hashing.release();
    }
  }

  private boolean matches(String password, String hash) {
    hashing.acquireUninterruptibly();
    try {
      return encoder.matches(password, hash);
    } finally {
      hashing.release();
    }
  }

  /** Forgets wrong tries of long ago, and devices that were not used for a year. */
  public void sweep() {
    Instant now = clock.instant();
    wrong.sweep(now);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from known_device where last_at < :old")
                .bind("old", Moment.column(now.minus(Duration.ofDays(365))))
                .execute());
  }
}
