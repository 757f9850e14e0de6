package gpcm.node.web;

import gpcm.node.people.SignIn;
import io.javalin.http.Context;

/** Begins sessions, in whatever way somebody has proved who they are. */
final class NewSessions {
  private final SignInTrail trail;

  NewSessions(Served served) {
    this.trail = new SignInTrail(served.directory());
  }

  /**
   * Begins one, says so in the audit log, and ends the one before.
   *
   * @param how they proved it, in a word
   * @return its id
   */
  String begin(Context context, SignIn signIn, String how) {
    String id = trail.entered(context, signIn, how);
    Cookies.session(context, id);
    return id;
  }

  /** What else signing in and out leaves in the audit log. */
  SignInTrail trail() {
    return trail;
  }
}
