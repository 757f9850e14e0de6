package gpcm.oidc.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is signed in at the provider. Thread-safe. */
final class ProviderSessions {
  private final Map<String, ProviderSession> byCookie = new ConcurrentHashMap<>();

  void add(ProviderSession session) {
    byCookie.put(session.cookie(), session);
  }

  Optional<ProviderSession> ofCookie(String cookie) {
    return Optional.ofNullable(byCookie.get(cookie));
  }

  Optional<ProviderSession> ofSid(String sid) {
    return byCookie.values().stream().filter(each -> each.sid().equals(sid)).findFirst();
  }

  List<ProviderSession> ofPersona(String id) {
    return byCookie.values().stream().filter(each -> each.persona().id().equals(id)).toList();
  }

  List<ProviderSession> all() {
    return byCookie.values().stream()
        .sorted(java.util.Comparator.comparing(ProviderSession::since))
        .toList();
  }

  void remove(ProviderSession session) {
    byCookie.remove(session.cookie());
  }
}
