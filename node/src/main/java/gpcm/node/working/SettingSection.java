package gpcm.node.working;

import java.util.Locale;

/** A part of what an organisation sets about its work. */
public enum SettingSection {
  /** Teams, their members, and within which time documents are due. */
  TEAMS,
  /** Who gets which documents. */
  RULES,
  /** Templates of reviews. */
  REVIEWS,
  /** Who is away, and who stands in. */
  ABSENCE,
  /** Which part of what is completed has a second look. */
  SAMPLING,
  /** How patients are matched, and when a provider is open. */
  DECIDING,
  /** Whom alerts reach, and when. */
  ALERTS,
  /** How long what there is is kept, and what may not be deleted. */
  RETENTION;

  /** As tables have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
