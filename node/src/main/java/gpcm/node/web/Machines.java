package gpcm.node.web;

import gpcm.node.config.WebTlsSettings;
import gpcm.node.people.ApiKeys;
import gpcm.node.signin.Providers;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * Machines that ask, and what they show: a key of this node's, an access token of a provider's, or
 * the certificate of their connection. Whoever shows two is judged by the key or token.
 */
final class Machines {
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;
  private final Providers providers;
  private final Optional<WebTlsSettings> tls;

  Machines(Served served, Optional<WebTlsSettings> tls) {
    this.keys = served.directory().keys();
    this.providers = served.waysIn().providers();
    this.tls = tls;
  }

  /** Whether it is a machine that asks, known or not. */
  boolean shows(Context context) {
    return context.header("Authorization") != null
        || (Cookies.session(context).isEmpty() && ClientCertificate.of(context).isPresent());
  }

  Optional<Caller> of(Context context) {
    String authorization = context.header("Authorization");
    if (authorization == null) {
      return ClientCertificate.of(context).flatMap(this::withCertificate);
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    String shown = authorization.substring(BEARER.length()).strip();
    Optional<Caller> withKey = keys.presented(shown).map(Caller.Machine::of);
    return withKey.or(() -> providers.machine(shown).map(Machines::withToken));
  }

  private static Caller withToken(Providers.Machine machine) {
    return new Caller.Machine(
        machine.organisation(), machine.name(), machine.scopes(), "client " + machine.name());
  }

  private Optional<Caller> withCertificate(ClientCertificate certificate) {
    return tls.flatMap(settings -> settings.client(certificate.fingerprint()))
        .map(
            client ->
                new Caller.Machine(
                    client.organisation().value(),
                    client.name(),
                    client.scopes(),
                    "certificate " + client.fingerprint()));
  }
}
