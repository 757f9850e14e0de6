package gpcm.node.handover;

/** An item cannot be answered, or offered again, as it stands. */
public final class AnsweredOtherwiseException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient HandOverItem item;

  AnsweredOtherwiseException(HandOverItem item) {
    super(
        "it is %s%s"
            .formatted(
                item.state().text(),
                item.answer()
                    .filter(unused -> item.state() != HandOverItem.State.OFFERED)
                    .map(answer -> " by " + answer.by() + " since " + answer.at())
                    .orElse("")));
    this.item = item;
  }

  /** The item as it stands. */
  public HandOverItem item() {
    return item;
  }
}
