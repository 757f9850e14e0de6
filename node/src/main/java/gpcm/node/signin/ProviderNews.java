package gpcm.node.signin;

/** Keeps what was last heard of providers, for whoever runs the system. Thread-safe. */
public interface ProviderNews {
  /** A provider said who it is, or gave its keys. */
  void answered(String issuer);

  /**
   * A provider could not be asked.
   *
   * @param why without tokens and secrets
   */
  void failed(String issuer, String why);
}
