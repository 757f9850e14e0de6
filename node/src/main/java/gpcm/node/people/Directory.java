package gpcm.node.people;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Who is known here, and how they show it. Thread-safe.
 *
 * @param people persons and their roles
 * @param sessions of those who signed in
 * @param ofProviders ends of sessions that providers say
 * @param accounts user names and passwords of this node's own
 * @param links that sign in once
 * @param keys of machines
 * @param shut who may not come in
 * @param own what people set for themselves
 * @param typed what they had typed when their session had run out
 * @param named whom organisations name for what no role gives
 */
public record Directory(
    People people,
    Sessions sessions,
    ProviderSessions ofProviders,
    LocalAccounts accounts,
    SignInLinks links,
    ApiKeys keys,
    ShutAccounts shut,
    OwnSettings own,
    TypedTexts typed,
    NamedPeople named) {
  /** How long the link of a first administrator opens. */
  public static final Duration FIRST_LINK = Duration.ofHours(24);

  /** Of the database behind {@code jdbi}. */
  public static Directory of(Jdbi jdbi, InstantSource clock) {
    return of(jdbi, jdbi, clock, PasswordRule.usual(), NamedPeople.NOBODY);
  }

  /**
   * The same.
   *
   * @param unflushed the way to write what a crash may take back
   * @param rule for passwords
   * @param named whom organisations name
   */
  public static Directory of(
      Jdbi jdbi, Jdbi unflushed, InstantSource clock, PasswordRule rule, NamedPeople named) {
    People people = new People(jdbi, clock);
    return new Directory(
        people,
        new Sessions(jdbi, unflushed, clock, SessionLimits.USUAL, named),
        new ProviderSessions(jdbi, clock),
        new LocalAccounts(jdbi, clock, rule),
        new SignInLinks(jdbi, clock),
        new ApiKeys(jdbi, clock),
        new ShutAccounts(jdbi, clock, people),
        new OwnSettings(jdbi, clock),
        new TypedTexts(jdbi, clock, SessionLimits.USUAL),
        named);
  }

  /**
   * The secret of a link for an organisation's first administrator, who is made with the user name
   * {@code administrator-} and its ODS code.
   *
   * @return empty when somebody administers it already
   */
  public Optional<String> firstAdministrator(String organisation) {
    String user = "administrator-" + organisation.toLowerCase(Locale.ROOT);
    Optional<Person> earlier = people.local(user);
    boolean administered = people.isAdministered(organisation);
    if (administered && earlier.filter(person -> !accounts.hasPassword(person)).isEmpty()) {
      return Optional.empty();
    }
    Person person =
        earlier.orElseGet(
            () ->
                people.known(
                    Person.LOCAL, user, "Administrator of " + organisation, Optional.empty()));
    if (!administered) {
      people.firstAdministrator(person.id(), organisation);
    }
    return Optional.of(
        links.make(
            person.id(),
            SignInLinks.Purpose.FIRST_ADMINISTRATOR,
            FIRST_LINK,
            "whoever works on the node's machine"));
  }

  /**
   * Seals the break-glass account of an organisation, whose user name is {@code break-glass-} and
   * the ODS code: for when nobody else gets in. It has no password and no passkey, and was it open,
   * it is no longer.
   *
   * @param lasting for how long its link opens
   * @return the link's secret; empty when an administrator has shut the account
   */
  public Optional<String> breakGlass(String organisation, Duration lasting) {
    Person account =
        people.known(
            Person.LOCAL,
            Person.BREAK_GLASS + organisation.toLowerCase(Locale.ROOT),
            "Break-glass account of " + organisation,
            Optional.empty());
    if (!shut.organisations(account.id()).isEmpty()) {
      return Optional.empty();
    }
    String secret =
        links.seal(account.id(), organisation, lasting, "whoever works on the node's machine");
    int unused = sessions.endAll(account.id(), "sealed anew");
    return Optional.of(secret);
  }
}
