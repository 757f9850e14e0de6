package gpcm.node.coded;

import java.util.Optional;

/** A person's decision on a coded entry that does not count. Its text holds no patient data. */
public final class UndecidableException extends RuntimeException {
  private final Why why;
  private final transient Optional<CodedItem> item;

  /** Why it does not count. */
  public enum Why {
    /** There is no such entry. */
    MISSING,
    /** Somebody decided before. */
    DECIDED,
    /** A newer version has taken the document's place. */
    REPLACED,
    /** The document counts no more. */
    VOID,
    /** The document's patient is in doubt. */
    NOT_MATCHED,
    /** The document's sender was answered that the patient is not registered here. */
    NOT_KNOWN_HERE,
    /** The organisation's policy lets nobody decide. */
    NOT_TAKEN,
    /** There is nothing to decide. */
    FOR_READING,
    /** Entries of this kind are decided on by themselves. */
    ONE_BY_ONE,
    /** There is no decision that could be taken back. */
    OPEN,
    /** The work on the document is at its end. */
    COMPLETED
  }

  UndecidableException(Why why, Optional<CodedItem> item) {
    super(
        "a coded entry cannot be decided on: "
            + why
            + item.map(each -> ", number " + each.ordinal()).orElse(""));
    this.why = why;
    this.item = item;
  }

  /** Why it does not count. */
  public Why why() {
    return why;
  }

  /** The entry as it is; empty when there is none. */
  public Optional<CodedItem> item() {
    return item;
  }
}
