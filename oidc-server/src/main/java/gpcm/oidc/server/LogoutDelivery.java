package gpcm.oidc.server;

import java.net.URI;

/**
 * What came of telling a client that a session has ended.
 *
 * @param client the client's id
 * @param address where it was told
 * @param status the HTTP status of its answer; 0 when there was none
 */
public record LogoutDelivery(String client, URI address, int status) {
  /** Whether the client has taken it. */
  public boolean taken() {
    return status == 200 || status == 204;
  }
}
