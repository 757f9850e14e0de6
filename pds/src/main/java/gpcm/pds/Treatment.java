package gpcm.pds;

/** What is done with a document, the mildest first: of several, the strictest holds. */
public enum Treatment {
  /** It is sent. */
  SEND,
  /** PDS is asked again by itself; at the document's deadline it is held. */
  AGAIN,
  /** It waits for a person, who is told. */
  HOLD,
  /** It is not sent, and who handed it in is told. */
  REFUSE,
  /** Everything waits: the fault is ours, and an operator is told once. */
  HOLD_ALL
}
