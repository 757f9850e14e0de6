package gpcm.mesh.server;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps other people's web pages away from calls that need no password. A page of another site says
 * so in Origin; one that has its own name point at this machine has that name in Host. Who calls
 * without a browser sends no Origin, and reaches the server by an address or a local name.
 *
 * @param boundTo the name or address the server was told to listen at
 */
record OwnSite(String boundTo) {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.%]+]|[a-z0-9._-]+)(?::[0-9]{1,5})?");
  private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  /**
   * Lets our own calls pass.
   *
   * @throws Refusal 403 when Host or Origin is somebody else's
   */
  void check(Call call) {
    String host = call.header("host").toLowerCase(Locale.ROOT);
    Matcher form = HOST.matcher(host);
    if (!form.matches() || !isOwn(form.group(1))) {
      throw foreign("Host");
    }
    String origin = call.header("origin").toLowerCase(Locale.ROOT);
    boolean sameOrigin = origin.equals("http://" + host) || origin.equals("https://" + host);
    if (call.hasHeader("origin") && !sameOrigin) {
      throw foreign("Origin");
    }
    if (call.hasHeader("sec-fetch-site") && !OWN_SITES.contains(call.header("sec-fetch-site"))) {
      throw foreign("Sec-Fetch-Site");
    }
  }

  // No site of the internet has a name without a dot, and containers call each other by such.
  private boolean isOwn(String host) {
    return !host.contains(".")
        || ADDRESS.matcher(host).matches()
        || host.equals(boundTo.toLowerCase(Locale.ROOT))
        || host.endsWith(".localhost");
  }

  private static Refusal foreign(String header) {
    return Refusal.of(
        403,
        "",
        "",
        header
            + " is not of this server: admin calls and pages need no password, so they are only"
            + " answered at an address or a local name, and not for another site's page");
  }
}
