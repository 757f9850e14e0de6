package gpcm.bench.cluster;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What is done with a consultation before its report leaves. */
enum Life {
  /** Handed in as a document, which goes at once. */
  HANDED_IN,
  /** Recorded; it goes when its organisation's time is over. */
  RECORDED,
  /** Recorded, and updated about when it leaves. */
  UPDATED,
  /** It waits for somebody's word, and gets it. */
  CONFIRMED,
  /** A person holds it while it waits, and lets it go. */
  RELEASED,
  /** Recorded, and deleted about when it leaves. */
  DELETED;

  private static final int ONE_IN = 20;

  /** Of twenty consultations most are handed in, and one lives each other life. */
  static Life of(int count) {
    List<Life> all = List.of(values());
    int turn = count % ONE_IN;
    return turn < all.size() ? all.get(turn) : HANDED_IN;
  }

  /** An encounter's id that says how it lives. */
  String encounter() {
    return prefix() + UUID.randomUUID();
  }

  /** What the ids of its encounters begin with. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT).replace("_", "") + ".";
  }
}
