package gpcm.node.web;

/** What stands beside the state of a received document, the weightiest first. */
enum WorkMark {
  URGENT("Urgent", "Somebody here has marked it so."),
  RESTRICTED(
      "Restricted record",
      "The register of patients says so. Only people who may open such records open it. Tell nobody"
          + " where the patient lives or is registered."),
  CONFIDENTIAL(
      "Confidential",
      "Who sent it is withheld, and only some roles open it. Do not talk of it where others hear."),
  CHANGED("Changed since you saw it", "A newer version is in its place. Look at what has changed."),
  REPLACEMENT("Replacement", "It has taken the place of an earlier version."),
  CODED("Has codes", "Coded entries came with it. Each is provisional until a person confirms it.");

  private final String words;
  private final String meaning;

  WorkMark(String words, String meaning) {
    this.words = words;
    this.meaning = meaning;
  }

  /** As pages show it. */
  String words() {
    return words;
  }

  /** In a sentence or two, for help. */
  String meaning() {
    return meaning;
  }
}
