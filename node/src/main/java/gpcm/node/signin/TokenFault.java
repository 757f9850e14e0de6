package gpcm.node.signin;

/** Why a token of a provider is not believed to be the provider's. */
public sealed interface TokenFault extends SignInRefusal, LogoutRefusal, MachineRefusal {
  @Override
  default String reason() {
    return SignInRefusal.Reasons.name(this);
  }

  /** No token, or one with claims of the wrong kind. */
  record Unreadable(String why) implements TokenFault {
    @Override
    public String text() {
      return "The token can't be read: " + why;
    }
  }

  /** Not signed, signed by a shared secret, or by another algorithm than agreed. */
  record AlgorithmNotAllowed(String found) implements TokenFault {
    @Override
    public String text() {
      return "The token is signed by '%s', which is not in sign-in.providers algorithms"
          .formatted(found);
    }
  }

  /** The provider publishes no such key, asked again. */
  record UnknownKey(String id) implements TokenFault {
    @Override
    public String text() {
      return "The token is signed by the key '%s', which the provider does not publish"
          .formatted(id);
    }
  }

  record WrongSignature() implements TokenFault {
    @Override
    public String text() {
      return "The token's signature is wrong";
    }
  }

  record KeysUnavailable(String why) implements TokenFault {
    @Override
    public String text() {
      return "The provider's keys can't be read: %s; try again later".formatted(why);
    }
  }
}
