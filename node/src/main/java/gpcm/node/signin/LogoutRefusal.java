package gpcm.node.signin;

/** Why a logout token ends nothing. Each reason is a type of its own. */
public sealed interface LogoutRefusal permits TokenFault, LogoutRefusal.OfClaims {
  /** What is wrong with it. */
  String text();

  /** The reason's name for machines. */
  default String reason() {
    return SignInRefusal.Reasons.name(this);
  }

  /** It is the provider's, and no logout token for this client. */
  sealed interface OfClaims extends LogoutRefusal {}

  /** It names no provider that is configured here. */
  record NoProvider() implements OfClaims {
    @Override
    public String text() {
      return "The logout token is of no provider that is configured here";
    }
  }

  record LogoutOfOtherIssuer(String found) implements OfClaims {
    @Override
    public String text() {
      return "The logout token is of the issuer '%s'".formatted(found);
    }
  }

  record LogoutForOther(String found) implements OfClaims {
    @Override
    public String text() {
      return "The logout token is for %s, not for this client".formatted(found);
    }
  }

  /** {@code iat} is missing, more than five minutes ago, or in the future. */
  record LogoutNotOfNow() implements OfClaims {
    @Override
    public String text() {
      return "The logout token was not issued in the last five minutes";
    }
  }

  record LogoutExpired() implements OfClaims {
    @Override
    public String text() {
      return "The logout token has expired";
    }
  }

  record NoLogoutEvent() implements OfClaims {
    @Override
    public String text() {
      return "The token has no event " + LogoutTokenCheck.EVENT;
    }
  }

  /** Which makes it an id token. */
  record HasNonce() implements OfClaims {
    @Override
    public String text() {
      return "The token has a nonce, which a logout token must not have";
    }
  }

  record NobodyNamed() implements OfClaims {
    @Override
    public String text() {
      return "The logout token has neither sid nor sub";
    }
  }

  record NoTokenId() implements OfClaims {
    @Override
    public String text() {
      return "The logout token has no jti";
    }
  }

  record SeenBefore() implements OfClaims {
    @Override
    public String text() {
      return "The logout token came before";
    }
  }
}
