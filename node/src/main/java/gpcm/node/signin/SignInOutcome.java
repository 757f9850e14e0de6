package gpcm.node.signin;

import gpcm.mesh.Secret;
import java.util.List;
import java.util.Optional;

/** How a sign-in ended. */
public sealed interface SignInOutcome {
  /**
   * The person may come in.
   *
   * @param choices at which organisation and as what, at least one; with several, the person
   *     chooses
   * @param idToken what a sign-out at the provider is asked with
   */
  record Accepted(List<SignedIn> choices, Secret idToken) implements SignInOutcome {
    public Accepted {
      choices = List.copyOf(choices);
    }
  }

  /**
   * The person may not.
   *
   * @param reason why
   * @param subject what the provider knows the person by, where that was proved; for the audit
   */
  record Turned(SignInRefusal reason, Optional<String> subject) implements SignInOutcome {}
}
