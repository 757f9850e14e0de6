package gpcm.node.sending;

/** What keeps a report that its receiver refused with 30003 from being sent elsewhere as it is. */
enum Bar {
  /** Nothing. */
  NONE,
  /** Other answers came that cannot be true together with that one. */
  DOUBTFUL,
  /** It is a copy for information: what is acted on lies with somebody else. */
  COPY,
  /** It went to another provider, who was asked to act, and would go there again. */
  PROVIDER,
  /** Another one has come in its place. */
  SUPERSEDED,
  /** It replaces an earlier version, which lies with whoever refused it. */
  REPLACES;

  static Bar of(
      boolean doubtful, boolean copy, boolean toPractice, boolean superseded, boolean replaces) {
    if (doubtful) {
      return DOUBTFUL;
    }
    if (copy) {
      return COPY;
    }
    if (!toPractice) {
      return PROVIDER;
    }
    if (superseded) {
      return SUPERSEDED;
    }
    return replaces ? REPLACES : NONE;
  }
}
