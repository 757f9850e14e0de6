package gpcm.audit.export;

/** How the files of an export are called. */
final class ExportFiles {
  static final String FACTS = "export.json";
  static final String ENTRIES = "entries.jsonl";
  static final String LEAVES = "leaves.txt";
  static final String CHECKPOINTS = "checkpoints.jsonl";
  static final String KEYS = "keys.txt";
  static final String README = "README.txt";

  /** Where the files of the log before stand, in an export of one that was begun anew. */
  static String before(String name) {
    return "before/" + name;
  }

  private ExportFiles() {}
}
