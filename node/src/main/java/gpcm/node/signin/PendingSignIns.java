package gpcm.node.signin;

import java.util.Optional;

/** Keeps sign-ins on their way, where every node that may get the answer finds them. */
public interface PendingSignIns {
  /** Keeps one, for ten minutes at least. */
  void keep(PendingSignIn pending);

  /** Takes it out: a second time there is none. */
  Optional<PendingSignIn> take(String state);
}
