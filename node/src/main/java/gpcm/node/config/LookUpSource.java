package gpcm.node.config;

/** Who says of a patient, before a document is sent, who and where they are. */
public enum LookUpSource {
  /** Nobody asks: the system that hands documents in has looked the patient up itself. */
  NONE,
  /** The organisation's own register of patients. */
  REGISTER,
  /** The Personal Demographics Service. */
  PDS
}
