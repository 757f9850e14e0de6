package gpcm.oidc.server;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Somebody's session at the provider.
 *
 * @param cookie what the browser holds
 * @param sid what the clients know it by
 * @param persona who signed in
 * @param role the role that was chosen; empty for somebody without roles
 * @param acr how the person signed in
 * @param since when
 * @param clients the ids of those who got tokens of it
 */
record ProviderSession(
    String cookie,
    String sid,
    Persona persona,
    Optional<NationalRole> role,
    String acr,
    Instant since,
    Set<String> clients) {

  static ProviderSession of(
      Persona persona, Optional<NationalRole> role, String acr, Instant since) {
    return new ProviderSession(
        RandomText.next(),
        RandomText.next(),
        persona,
        role,
        acr,
        since,
        ConcurrentHashMap.newKeySet());
  }
}
