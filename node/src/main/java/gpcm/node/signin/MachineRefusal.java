package gpcm.node.signin;

/** Why a machine's access token opens nothing. Each reason is a type of its own. */
public sealed interface MachineRefusal permits TokenFault, MachineRefusal.OfClaims {
  /** What is wrong with it. */
  String text();

  /** The reason's name for machines. */
  default String reason() {
    return SignInRefusal.Reasons.name(this);
  }

  /** It is the provider's, and no access token of a machine for this node. */
  sealed interface OfClaims extends MachineRefusal {}

  /** No machine of this provider is let in. */
  record MachinesNotTaken() implements OfClaims {
    @Override
    public String text() {
      return "Machines of this provider are not let in; sign-in.providers api-audience is not set";
    }
  }

  /** An id token, for one, must not open the API. */
  record NoAccessToken(String type) implements OfClaims {
    @Override
    public String text() {
      return "The token is of the type '%s', and at+jwt is needed (RFC 9068)".formatted(type);
    }
  }

  record TokenOfOtherIssuer(String found) implements OfClaims {
    @Override
    public String text() {
      return "The token is of the issuer '%s'".formatted(found);
    }
  }

  record TokenForOther(String found) implements OfClaims {
    @Override
    public String text() {
      return "The token is for %s, not for this node".formatted(found);
    }
  }

  record TokenExpired() implements OfClaims {
    @Override
    public String text() {
      return "The token has expired";
    }
  }

  /** It is not said which machine it is, or it is a person's. */
  record TokenOfNoMachine() implements OfClaims {
    @Override
    public String text() {
      return "The token does not name a client for itself: client_id must be there, and be sub";
    }
  }
}
