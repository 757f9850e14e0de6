package gpcm.node.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The MESH server and how to speak with it.
 *
 * @param url the address before {@code /messageexchange}
 * @param sharedKey the environment's shared key, which signs every request together with the
 *     mailbox password
 * @param requestTimeout how long a request may take
 * @param chunkSize the largest piece a message is sent in
 * @param tls the node's side of TLS
 * @param proxy an HTTP proxy to go through
 */
public record MeshHttpSettings(
    URI url,
    Secret sharedKey,
    Duration requestTimeout,
    ByteSize chunkSize,
    MeshTlsSettings tls,
    Optional<MeshProxySettings> proxy) {}
