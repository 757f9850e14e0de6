package gpcm.node.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;

/**
 * The address under which a browser asked: what providers send it back to, and what passkeys and
 * links are for.
 *
 * @param configured {@code http.public-url}
 */
record PublicAddress(Optional<URI> configured) {
  /** Without a path. The name has been looked at by {@link Gate} before. */
  URI of(Context context) {
    String host = context.header("Host");
    if (configured.isPresent() && (host == null || !Gate.isThisMachine(host))) {
      return configured.get();
    }
    String scheme = ClientAddress.of(context).encrypted() ? "https" : "http";
    return URI.create(scheme + "://" + host + "/");
  }
}
