package gpcm.node.web;

import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.SignInSettings;
import gpcm.node.passkeys.Passkeys;
import gpcm.node.signin.Choices;
import gpcm.node.signin.Providers;
import gpcm.node.signin.SignInStore;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * How people sign in.
 *
 * @param providers where, other than here
 * @param store what is on its way to providers and back
 * @param choices of those who may work for several organisations
 * @param passkeys of accounts of the node's own
 * @param localAccounts whether there are such accounts
 * @param secondFactor whether they need a passkey to see data
 * @param organisations for whom they sign in
 */
public record WaysIn(
    Providers providers,
    SignInStore store,
    Choices choices,
    Passkeys passkeys,
    boolean localAccounts,
    boolean secondFactor,
    OrganisationNames organisations) {

  /**
   * As a configuration says.
   *
   * @throws IllegalStateException when a file that a provider needs can't be used
   */
  public static WaysIn of(NodeConfiguration configuration, Jdbi jdbi, InstantSource clock) {
    SignInStore store = new SignInStore(jdbi, clock);
    return new WaysIn(
        Providers.of(
            configuration.signIn(),
            configuration.organisations().stream()
                .map(OrganisationSettings::ods)
                .collect(Collectors.toSet()),
            store,
            clock),
        store,
        new Choices(jdbi, clock),
        new Passkeys(jdbi, clock),
        configuration.signIn().localAccounts(),
        configuration.signIn().secondFactor() == SignInSettings.SecondFactor.REQUIRED,
        new OrganisationNames(
            configuration.organisations().stream()
                .collect(
                    Collectors.toMap(
                        each -> each.ods().value(),
                        OrganisationSettings::name,
                        (one, same) -> one))));
  }

  /**
   * Where somebody goes on who did not say where to.
   *
   * @param oneFactor whether they came without a passkey
   */
  String home(boolean oneFactor) {
    return secondFactor && oneFactor ? "/passkeys" : "/";
  }

  /** Forgets what nobody came back for. */
  public void sweep() {
    store.sweep();
    choices.sweep();
    passkeys.sweep();
  }
}
