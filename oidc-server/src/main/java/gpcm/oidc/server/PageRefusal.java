package gpcm.oidc.server;

/** A request that a person's browser made and that ends on a page, since it can't go back. */
final class PageRefusal extends RuntimeException {
  PageRefusal(String message) {
    super(message);
  }
}
