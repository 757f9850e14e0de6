package gpcm.pds.server;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * How a stand-in for PDS is set up. Immutable.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param clock what it takes for now
 * @param applications who may ask: the public keys by API key; where there is none, anybody may, as
 *     in the real sandbox
 * @param perSecond so many calls of an application; more get 429
 */
public record PdsServerSettings(
    String host, int port, InstantSource clock, Map<String, JWKSet> applications, int perSecond) {
  /** Far more than one needs: who tests the limit sets it. */
  private static final int PLENTY = 1_000;

  public PdsServerSettings {
    applications = Map.copyOf(applications);
  }

  /** On this machine alone, on any free port, open to anybody. */
  public static PdsServerSettings defaults() {
    return new PdsServerSettings("127.0.0.1", 0, InstantSource.system(), Map.of(), PLENTY);
  }

  /** The same on this address. */
  public PdsServerSettings on(String otherHost, int otherPort) {
    return new PdsServerSettings(otherHost, otherPort, clock, applications, perSecond);
  }

  /** The same at another time. */
  public PdsServerSettings at(InstantSource otherClock) {
    return new PdsServerSettings(host, port, otherClock, applications, perSecond);
  }

  /** The same, asking for a token that this application can get. */
  public PdsServerSettings with(String apiKey, JWKSet publicKeys) {
    Map<String, JWKSet> more = new HashMap<>(applications);
    more.put(apiKey, publicKeys.toPublicJWKSet());
    return new PdsServerSettings(host, port, clock, more, perSecond);
  }

  /** The same with another limit. */
  public PdsServerSettings atMost(int callsPerSecond) {
    return new PdsServerSettings(host, port, clock, applications, callsPerSecond);
  }
}
