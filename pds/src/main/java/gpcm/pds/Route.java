package gpcm.pds;

/** What is sent to whom, as far as PDS has to do with it. */
public enum Route {
  /** A Consultation Summary, which MESH routes to the patient's practice. */
  SUMMARY,
  /**
   * An online consultation, or the copy of one, to the practice where the patient is registered.
   */
  CONSULTATION_TO_PRACTICE,
  /** An online consultation for action to somebody else, with a copy to the practice. */
  CONSULTATION_TO_PROVIDER,
  /** A generic document to the practice. */
  GENERIC
}
