package gpcm.node.config;

import java.util.Optional;

/**
 * Where the HTTP API and the pages are served.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any free one
 * @param accessToken what callers present as bearer token; always there when the host is not a
 *     loopback address
 * @param maxRequestSize how large a submitted consultation with its attachments may be
 */
public record HttpSettings(
    String host, int port, Optional<Secret> accessToken, ByteSize maxRequestSize) {}
