package gpcm.pds;

/**
 * What becomes of the copy for information that goes to the practice beside an online consultation
 * for somebody else, the mildest first.
 */
public enum Copy {
  /** It goes, or there is none. */
  SENT,
  /** It waits for a person. */
  HELD,
  /** It is recorded that it cannot be delivered. */
  NOT_DELIVERABLE,
  /** The practice is not even looked up. */
  NOT_LOOKED_UP
}
