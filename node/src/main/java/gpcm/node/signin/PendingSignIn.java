package gpcm.node.signin;

import gpcm.mesh.Secret;
import java.net.URI;
import java.time.Instant;

/**
 * A sign-in on its way, which is kept until the provider's answer comes.
 *
 * @param provider the id of the provider that was asked
 * @param state what its answer is found by
 * @param browserHash SHA-256 of what the browser holds in a cookie
 * @param nonce what the id token must repeat
 * @param verifier what PKCE's challenge was made of
 * @param callback where the answer comes
 * @param purpose what for
 * @param startedAt when
 */
public record PendingSignIn(
    String provider,
    String state,
    String browserHash,
    String nonce,
    Secret verifier,
    URI callback,
    Purpose purpose,
    Instant startedAt) {}
