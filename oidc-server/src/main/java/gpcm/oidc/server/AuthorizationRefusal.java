package gpcm.oidc.server;

/** An authorisation request that goes back to its client with an error. */
final class AuthorizationRefusal extends Exception {
  private final String code;

  AuthorizationRefusal(String code, String description) {
    super(description);
    this.code = code;
  }

  String code() {
    return code;
  }
}
