package gpcm.exchange;

/** What shows that an answer comes from who got the document. */
public enum Evidence {
  /** It names the id that only a reader of the message knows, and comes from where it went. */
  FROM_RECIPIENT,
  /** It names that id, but comes from a mailbox to which MESH did not deliver the document. */
  FROM_ANOTHER_MAILBOX,
  /** It names nothing but the SenderReference, which others may know too. */
  REFERENCE_ONLY
}
