package gpcm.node.config;

/**
 * How the log is written.
 *
 * @param format for people or for machines
 */
public record LogSettings(Format format) {
  /** One line of text, or one JSON object, for each event. */
  public enum Format {
    TEXT,
    JSON
  }
}
