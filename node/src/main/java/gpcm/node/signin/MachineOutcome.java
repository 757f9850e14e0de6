package gpcm.node.signin;

import java.util.Set;

/** Whether a machine's access token opens the API. */
public sealed interface MachineOutcome {
  /**
   * It does.
   *
   * @param issuer the provider's
   * @param clientId which machine
   * @param scopes what it may do
   */
  record Machine(String issuer, String clientId, Set<String> scopes) implements MachineOutcome {
    public Machine {
      scopes = Set.copyOf(scopes);
    }
  }

  /** It does not. */
  record Denied(MachineRefusal reason) implements MachineOutcome {}
}
