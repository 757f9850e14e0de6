package gpcm.node.audit;

import gpcm.audit.entry.Action;
import java.util.Map;
import java.util.Optional;

/** Which lines of a case's timeline leave an entry of the log by the node itself, and of what. */
public final class CaseActions {
  /** By the kind of line. */
  static final Map<String, Action> ALL =
      Map.ofEntries(
          Map.entry("built", Action.BUILT),
          Map.entry("handed-over", Action.POSTED),
          Map.entry("sent", Action.ACCEPTED),
          Map.entry("mesh-report", Action.TRACKED),
          Map.entry("infrastructure-acknowledgement", Action.ANSWERED_INFRASTRUCTURE),
          Map.entry("business-acknowledgement", Action.ANSWERED_BUSINESS),
          Map.entry("overdue", Action.EXPIRED),
          Map.entry("void", Action.NULL_AND_VOID),
          Map.entry("filed", Action.FILED));

  private CaseActions() {}

  /** The action of a line of this kind; empty when it leaves no entry by itself. */
  public static Optional<Action> of(String kind) {
    return Optional.ofNullable(ALL.get(kind));
  }
}
