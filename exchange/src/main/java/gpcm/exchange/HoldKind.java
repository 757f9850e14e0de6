package gpcm.exchange;

import java.util.Arrays;
import java.util.Locale;

/** Why a document is held. */
public enum HoldKind {
  /** The patient's demographic record is restricted. */
  RESTRICTED,
  /** No practice, or more than one, or one in another nation. */
  PRACTICE,
  /** Details differ, so that it may be somebody else. */
  IDENTITY,
  /** The NHS number is not known or belongs to another record. */
  NUMBER,
  /** The patient has died. */
  DECEASED,
  /** The recipient has no mailbox that takes it. */
  MAILBOX,
  /** A person stopped it. */
  PERSON,
  /** Nothing can be found out at all. */
  OTHER;

  /** The name in the database and the API, such as {@code restricted}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind with a {@link #text()}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static HoldKind of(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is held because of " + text));
  }
}
