package gpcm.node.signin;

import java.util.Optional;

/** What came of a logout token. */
public sealed interface LogoutOutcome {
  /**
   * Sessions to end: that of the provider's session, or without one all of the person.
   *
   * @param issuer the provider's
   * @param providerSession {@code sid}
   * @param subject {@code sub}
   */
  record End(String issuer, Optional<String> providerSession, Optional<String> subject)
      implements LogoutOutcome {}

  /** Nothing ends. */
  record Ignored(LogoutRefusal reason) implements LogoutOutcome {}
}
