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

  /** Lines for people. */
  public static LogSettings defaults() {
    return new LogSettings(Format.TEXT);
  }

  static LogSettings read(SectionReader section) {
    LogSettings settings =
        new LogSettings(
            section.value("format", ValueFormat.oneOf(Format.class), defaults().format()));
    section.refuseUnknownKeys();
    return settings;
  }
}
