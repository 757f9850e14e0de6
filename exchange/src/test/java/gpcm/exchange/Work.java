package gpcm.exchange;

import java.util.function.Supplier;

/** What a node has claimed: first it is worked on, then what came of it is applied. */
final class Work {
  final ModelledNode node;
  private final Supplier<Runnable> doing;
  private Runnable apply;

  Work(ModelledNode node, Supplier<Runnable> doing) {
    this.node = node;
    this.doing = doing;
  }

  /** One step further; whether that was the last. */
  boolean goOn() {
    if (apply == null) {
      apply = doing.get();
      return false;
    }
    apply.run();
    return true;
  }
}
