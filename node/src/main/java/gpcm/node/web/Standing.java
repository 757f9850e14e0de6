package gpcm.node.web;

import java.util.Locale;

/** What somebody can do about something that a second person is asked for. */
enum Standing {
  /** They have asked for it, and can take it back. */
  WITHDRAWS,
  /** They can confirm or refuse it. */
  DECIDES,
  /** They can fetch what they asked for. */
  FETCHES,
  /** They can look at it. */
  LOOKS;

  /** The name in the API. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
