package gpcm.mesh;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The name and password that a proxy asks for. They go to the proxy only, in the form that HTTP
 * calls Basic. Immutable; {@link #toString()} shows no password.
 *
 * @param user without a colon, which that form can't carry
 * @param password the user's password
 */
public record ProxyLogin(String user, Secret password) {
  private static final String REFUSED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  public ProxyLogin {
    if (user.isBlank() || user.contains(":") || user.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "The proxy's user name is empty or holds a colon or control character; give the name as"
              + " the proxy knows it");
    }
  }

  /**
   * The value of {@code Proxy-Authorization}, sent at once: waiting to be asked would mean posting
   * a message twice.
   */
  String header() {
    byte[] text = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  /**
   * The Java runtime refuses this form on the way to servers with TLS unless told otherwise, and
   * asks once, before the first HTTP client of the process is made. Who has set it has decided.
   */
  static void permitThroughTunnels() {
    if (System.getProperty(REFUSED_SCHEMES) == null) {
      System.setProperty(REFUSED_SCHEMES, "");
    }
  }

  /** What to do when a proxy with a login still says no. */
  static String advice() {
    return "Check the proxy's user name and password. If they are right and the server has an https"
        + " address, start Java with -D%s= because another HTTP client came first."
            .formatted(REFUSED_SCHEMES);
  }
}
