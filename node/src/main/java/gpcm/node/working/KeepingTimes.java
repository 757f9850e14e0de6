package gpcm.node.working;

/**
 * How long an organisation keeps what it has, counted from when it was last used. Of whoever was a
 * child then it is kept to the 25th birthday at least, or the 26th when they were 17.
 *
 * @param sentYears what it sent, with the consultation as it was handed in
 * @param receivedYears what it received, and what people did with it
 * @param contentMonths the bytes of a received document after its record system has taken it over
 */
public record KeepingTimes(int sentYears, int receivedYears, int contentMonths) {
  /** What everybody has to keep; nobody can set less. */
  public static final KeepingTimes SHORTEST = new KeepingTimes(8, 8, 6);

  static final int MOST_YEARS = 100;
  static final int MOST_MONTHS = 1200;

  String told() {
    return "sent documents %d years, received ones %d years, their bytes %d months after they were handed over"
        .formatted(sentYears, receivedYears, contentMonths);
  }
}
