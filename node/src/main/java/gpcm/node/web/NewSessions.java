package gpcm.node.web;

import gpcm.node.people.Sessions;
import gpcm.node.people.SignIn;
import io.javalin.http.Context;
import java.util.Optional;

/** Begins sessions, in whatever way somebody has proved who they are. */
final class NewSessions {
  private static final int LONGEST = 200;

  private final Sessions sessions;

  NewSessions(Served served) {
    this.sessions = served.directory().sessions();
  }

  /**
   * Begins one, and ends the one before: a session that somebody else may have laid out is never
   * taken over.
   *
   * @return its id
   */
  String begin(Context context, SignIn signIn) {
    Cookies.session(context).ifPresent(sessions::end);
    String browser = Optional.ofNullable(context.userAgent()).orElse("");
    String id =
        sessions.begin(
            signIn,
            ClientAddress.of(context).text(),
            browser.substring(0, Math.min(LONGEST, browser.length())));
    Cookies.session(context, id);
    return id;
  }
}
