package gpcm.node.config;

import java.net.URI;
import java.time.Duration;

/**
 * The MESH server and how to speak with it.
 *
 * @param url the address before {@code /messageexchange}
 * @param sharedKey the environment's shared key, which signs every request together with the
 *     mailbox password
 * @param pollInterval how long to wait between looks into an inbox
 * @param requestTimeout how long a request may take
 * @param chunkSize the largest piece a message is sent in
 */
public record MeshSettings(
    URI url,
    Secret sharedKey,
    Duration pollInterval,
    Duration requestTimeout,
    ByteSize chunkSize) {}
