package gpcm.pds;

import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where PDS is, and how this system shows who it is.
 *
 * @param base of the FHIR API, such as {@code
 *     https://api.service.nhs.uk/personal-demographics/FHIR/R4/}
 * @param application how it gets its tokens; the sandbox asks for none
 * @param timeout for a whole answer
 */
public record PdsAccess(URI base, Optional<Application> application, Duration timeout) {
  public PdsAccess {
    base = base.toString().endsWith("/") ? base : URI.create(base + "/");
  }

  /**
   * A registered application (application-restricted access).
   *
   * @param token the address of tokens, which is also the audience of what is signed
   * @param apiKey the application's; a secret, asked for each time like the key
   * @param key what signs now; asked for each time, so that it can be changed while this runs
   */
  public record Application(URI token, Supplier<String> apiKey, Supplier<SigningKey> key) {
    /** With an API key that stays. */
    public Application(URI token, String apiKey, Supplier<SigningKey> key) {
      this(token, () -> apiKey, key);
    }

    @Override
    public String toString() {
      return "Application[" + token + "]";
    }
  }

  /**
   * A private key with the id under which its public half is registered.
   *
   * @param key RSA; 4096 bits are asked for
   */
  public record SigningKey(String id, PrivateKey key) {
    @Override
    public String toString() {
      return "SigningKey[" + id + "]";
    }
  }
}
