package gpcm.node.signin;

import gpcm.mesh.Secret;
import java.net.URI;

/** How a sign-in begins. */
public sealed interface Started {
  /**
   * At the provider.
   *
   * @param address where to send the browser
   * @param browser the value of a cookie that binds the answer to this browser
   */
  record AtProvider(URI address, Secret browser) implements Started {}

  /** Not at all: the provider can't be asked. */
  record NotPossible(SignInRefusal reason) implements Started {}
}
