package gpcm.message;

import java.util.regex.Pattern;

/**
 * The id of a MESH mailbox, such as {@code X26HC005}: the address answers are sent to ({@code
 * MessageHeader.source.endpoint}, GPCM-SD-CS-050). Upper-case letters and digits, four to twenty of
 * them; MESH itself hands out eight to eleven.
 *
 * @param value the id as it stands on the wire
 */
public record MailboxId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Z0-9]{4,20}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when the text is no mailbox id
   */
  public MailboxId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "MESH mailbox id '"
              + value
              + "': 4 to 20 upper-case letters and digits are expected, such as X26HC005");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
