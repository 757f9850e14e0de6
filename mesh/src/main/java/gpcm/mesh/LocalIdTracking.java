package gpcm.mesh;

/** What tracking by local id found. */
public sealed interface LocalIdTracking {
  /** MESH has no message with this local id. */
  record NotFound() implements LocalIdTracking {}

  /** Exactly one. */
  record Found(Tracking message) implements LocalIdTracking {}

  /** More than one, so the local id doesn't tell which. */
  record Several() implements LocalIdTracking {}
}
