package gpcm.node.working;

/**
 * Within how many days an organisation wants received documents finished.
 *
 * @param forAction 1 to 90
 * @param forInformation 1 to 365
 */
public record DueTimes(int forAction, int forInformation) {
  /** What holds where an organisation says nothing else. */
  public static final DueTimes USUAL = new DueTimes(3, 14);

  /**
   * @throws WorkRefused.Wrong when one is out of bounds
   */
  public DueTimes {
    require("for-action", forAction, 90);
    require("for-information", forInformation, 365);
  }

  private static void require(String name, int days, int most) {
    if (days < 1 || days > most) {
      throw new WorkRefused.Wrong(
          name, "must be 1 to %d days".formatted(most), "give another number");
    }
  }
}
