package gpcm.mesh;

import java.util.OptionalInt;

/**
 * The mailbox or the way to MESH was turned away, whatever the message: every other call of this
 * mailbox will be as well until {@link #reason()} is mended. Nothing was accepted, and no message
 * is at fault: a sender holds all that waits for this mailbox, tells a person once, and goes on
 * when a call succeeds.
 */
public final class MeshMailboxRefused extends MeshException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final int status;

  /** What has to be mended. */
  public enum Reason {
    /** MESH doesn't take the token: mailbox id, password, shared key, or this computer's clock. */
    LOGIN("Check mailbox id, password, shared key and this computer's clock."),
    /** The HTTP proxy wants another login. */
    PROXY_LOGIN("Check the proxy's user name and password."),
    /** The TLS handshake failed: a certificate of either side isn't accepted by the other. */
    TLS(
        "Check that the own certificate is valid and known to MESH, and that the trusted"
            + " certificates hold the server's authority."),
    /** Something answers at the address, but not MESH as we know it. */
    ADDRESS("Check the address of the server, and what stands between here and there.");

    private final String advice;

    Reason(String advice) {
      this.advice = advice;
    }
  }

  MeshMailboxRefused(Reason reason, String purpose, int status, String description) {
    super(
        "MESH refused to %s: HTTP %d %s. %s"
            .formatted(purpose, status, description, reason.advice));
    this.reason = reason;
    this.status = status;
  }

  MeshMailboxRefused(String purpose, String base, Exception cause) {
    super(
        "MESH at %s couldn't be asked to %s because the TLS handshake failed: %s. %s"
            .formatted(base, purpose, cause.getMessage(), Reason.TLS.advice),
        cause);
    this.reason = Reason.TLS;
    this.status = 0;
  }

  /** What has to be mended. */
  public Reason reason() {
    return reason;
  }

  /** The HTTP status; empty when it never came to an answer. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
