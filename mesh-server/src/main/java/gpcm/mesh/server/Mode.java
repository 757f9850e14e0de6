package gpcm.mesh.server;

/** How closely the server follows the live service. */
public enum Mode {
  /**
   * Behaves as the public sandbox does wherever that can be observed, so that tests written for it
   * pass.
   */
  COMPATIBLE,
  /**
   * Adds what the live service does: tokens are used once and within two hours, workflow
   * permissions, size limits, automatic routing, expiry with reports.
   */
  STRICT
}
