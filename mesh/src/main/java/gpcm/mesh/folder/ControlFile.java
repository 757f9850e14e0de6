package gpcm.mesh.folder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A control file ({@code .ctl}): what a message is and where it goes. Fields keep the order in
 * which they were given; one that is absent reads as empty text. Immutable.
 *
 * @param fields all fields in order
 * @param status what became of the transfer; empty before there was one
 */
public record ControlFile(Map<String, String> fields, Optional<StatusRecord> status) {
  public ControlFile {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** A control file without a StatusRecord. */
  public static ControlFile of(Map<String, String> fields) {
    return new ControlFile(fields, Optional.empty());
  }

  /**
   * Reads a control file's bytes.
   *
   * @throws IllegalArgumentException saying why they are none
   */
  public static ControlFile read(byte[] bytes) {
    try {
      return ControlFileXml.read(bytes);
    } catch (ControlFileXml.BrokenControlFile e) {
      throw new IllegalArgumentException("it is no control file: " + e.getMessage(), e);
    }
  }

  /** The same with a StatusRecord. */
  public ControlFile with(StatusRecord record) {
    return new ControlFile(fields, Optional.of(record));
  }

  /** The same with a field set; an empty value removes it. */
  public ControlFile with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    if (value.isEmpty()) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new ControlFile(changed, status);
  }

  /** A field's text, such as {@code To_DTS}; empty text when absent. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Whether it is a report, which has no data file. */
  public boolean report() {
    return field("MessageType").toUpperCase(Locale.ROOT).equals("REPORT");
  }

  /** A flag such as {@code Encrypted}. */
  boolean flag(String name) {
    return field(name).toUpperCase(Locale.ROOT).startsWith("Y");
  }

  /** No more than what identifies the transfer. */
  @Override
  public String toString() {
    return "ControlFile[LocalId=%s, DTSId=%s]".formatted(field("LocalId"), field("DTSId"));
  }
}
