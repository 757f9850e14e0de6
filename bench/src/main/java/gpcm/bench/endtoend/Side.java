package gpcm.bench.endtoend;

/** What a node of a benchmark works for, and in which database. */
enum Side {
  /** The hub that sends and the practice that receives. */
  BOTH("gpcm"),

  /** The hub. */
  SENDING("gpcm"),

  /** The practice, in a database of its own. */
  RECEIVING("gpcm_receiving");

  private final String database;

  Side(String database) {
    this.database = database;
  }

  String database() {
    return database;
  }

  boolean sends() {
    return this != RECEIVING;
  }

  boolean receives() {
    return this != SENDING;
  }
}
