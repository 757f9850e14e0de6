package gpcm.exchange;

import java.util.Locale;

/** How far the latest attempt to hand a message to MESH has got. */
public enum Posting {
  /** Nothing has gone out since it was made, or since a person sent it again. */
  NONE,
  /** One was begun of which it is not known yet how it ended: it may have gone out. */
  BEGUN,
  /** It lies in the folder of a MESH file client, which has not told MESH's id of it yet. */
  HANDED_OVER,
  /** MESH has taken it. */
  TAKEN;

  /** The name in the database. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The one with this {@link #text()}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Posting of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
