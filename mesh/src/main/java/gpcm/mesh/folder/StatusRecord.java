package gpcm.mesh.folder;

import java.util.Locale;

/**
 * The StatusRecord of a control file: what became of a transfer.
 *
 * @param dateTime {@code yyyyMMddHHmmss}
 * @param event such as TRANSFER or SEND
 * @param status SUCCESS or ERROR; older clients write Success
 * @param code such as 00 or EPL-152; text, not a number
 * @param description words for a person
 */
public record StatusRecord(
    String dateTime, String event, String status, String code, String description) {
  /** Whether it says success, in any spelling. */
  public boolean success() {
    return status.toUpperCase(Locale.ROOT).equals("SUCCESS");
  }
}
