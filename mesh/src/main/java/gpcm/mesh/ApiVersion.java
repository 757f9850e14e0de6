package gpcm.mesh;

/** The two forms of the MESH API; they differ in JSON shapes and error bodies. */
public enum ApiVersion {
  /** Plain JSON, camel case. */
  V1("application/json"),
  /** The current one. */
  V2("application/vnd.mesh.v2+json");

  private final String mediaType;

  ApiVersion(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The value of {@code Accept} that asks for it. */
  public String mediaType() {
    return mediaType;
  }
}
