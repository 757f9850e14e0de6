package gpcm.node.signin;

import gpcm.node.people.ProviderSessions;

/** What came of a logout token. */
public sealed interface LogoutOutcome {
  /**
   * Sessions to end.
   *
   * @param what that of the provider's session, or without one all of the person
   */
  record End(ProviderSessions.End what) implements LogoutOutcome {}

  /** Nothing ends. */
  record Ignored(LogoutRefusal reason) implements LogoutOutcome {}
}
