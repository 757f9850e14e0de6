package gpcm.node.handover;

/** An item cannot be answered, or offered again, as it stands. */
public final class AnsweredOtherwiseException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient HandOverItem item;

  private AnsweredOtherwiseException(HandOverItem item, String why) {
    super(why);
    this.item = item;
  }

  AnsweredOtherwiseException(HandOverItem item) {
    this(
        item,
        "it is %s%s"
            .formatted(
                item.state().text(),
                item.answer()
                    .filter(unused -> item.state() != HandOverItem.State.OFFERED)
                    .map(answer -> " by " + answer.by() + " since " + answer.at())
                    .orElse("")));
  }

  static AnsweredOtherwiseException notAgain(HandOverItem item, boolean holds) {
    if (!item.counts()) {
      return new AnsweredOtherwiseException(
          item, "its document does not count any more: it is " + item.entry().state().text());
    }
    return holds
        ? new AnsweredOtherwiseException(item)
        : new AnsweredOtherwiseException(
            item,
            "people have decided anew since it was offered: another item says what they decide");
  }

  /** The item as it stands. */
  public HandOverItem item() {
    return item;
  }
}
