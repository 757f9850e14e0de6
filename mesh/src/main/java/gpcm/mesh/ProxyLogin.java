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
}
