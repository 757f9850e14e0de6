package gpcm.node.signin;

/** Carries a reason out of the checks. */
final class Refused extends Exception {
  private final transient SignInRefusal reason;

  Refused(SignInRefusal reason) {
    super(reason.text());
    this.reason = reason;
  }

  SignInRefusal reason() {
    return reason;
  }
}
