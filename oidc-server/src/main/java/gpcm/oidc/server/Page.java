package gpcm.oidc.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.List;

/** The provider's few pages. */
final class Page {
  private static final String STYLE =
      """
      body{font:16px/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#212b32}
      h1{font-size:1.5rem}.note{background:#fff9c4;padding:.5rem 1rem}
      li{margin:.5rem 0}ul{list-style:none;padding:0}button{font:inherit;padding:.25rem .75rem}
      button:focus{outline:3px solid #ffeb3b}\
      """;

  private Page() {}

  /**
   * Who to be.
   *
   * @param request what the answer belongs to
   * @param withRoles whether those with several roles choose one
   */
  static String choice(String client, String request, List<Persona> personas, boolean withRoles) {
    StringBuilder list = new StringBuilder();
    for (Persona persona : personas) {
      if (withRoles && persona.roles().size() > 1) {
        for (NationalRole role : persona.roles()) {
          list.append(
              button(
                  persona.id() + ":" + role.roleId(),
                  persona,
                  "as " + role.name().replace("\"", "") + " at " + role.orgCode()));
        }
      } else {
        list.append(button(persona.id(), persona, persona.purpose()));
      }
    }
    return page(
        "Who do you want to be?",
        """
        <p>%s asks who you are.</p>
        <form method="post" action="/authorize/persona">
        <input type="hidden" name="request" value="%s">
        <ul>
        %s</ul>
        </form>
        """
            .formatted(escaped(client), escaped(request), list));
  }

  private static String button(String value, Persona persona, String purpose) {
    return "<li><button name=\"persona\" value=\"%s\">%s</button> %s</li>%n"
        .formatted(escaped(value), escaped(persona.name().toString()), escaped(purpose));
  }

  /** Who is signed in, each with a way to end it as taking out the card does. */
  static String sessions(List<ProviderSession> sessions) {
    StringBuilder list = new StringBuilder();
    for (ProviderSession session : sessions) {
      list.append(
          """
          <li><form method="post" action="/sessions/end">
          <input type="hidden" name="sid" value="%s"><button>Take out the card</button>
          %s, since %s</form></li>
          """
              .formatted(
                  escaped(session.sid()),
                  escaped(session.persona().name().toString()),
                  session.since()));
    }
    return page(
        "Who is signed in", sessions.isEmpty() ? "<p>Nobody.</p>" : "<ul>\n" + list + "</ul>\n");
  }

  /** One thing to know. */
  static String message(String title, String text) {
    return page(title, "<p>" + escaped(text) + "</p>\n");
  }

  static void show(Context context, HttpStatus status, String html, URI next) {
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none';"
            + " form-action 'self' %s://%s".formatted(next.getScheme(), next.getRawAuthority()));
    context.header("Cache-Control", "no-store");
    context.status(status).html(html);
  }

  private static String page(String title, String body) {
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>%s</title><style>%s</style></head>
    <body><main><h1>%s</h1>
    <p class="note">A stand-in for tests: nobody proves anything here.</p>
    %s</main></body></html>
    """
        .formatted(escaped(title), STYLE, escaped(title), body);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
