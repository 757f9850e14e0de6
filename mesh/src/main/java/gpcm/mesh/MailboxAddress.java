package gpcm.mesh;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A MESH mailbox, such as {@code X26ABC1}; upper-cased as the server does.
 *
 * @param mailbox letters and digits, at most 100
 */
public record MailboxAddress(String mailbox) implements MeshAddress {
  private static final Pattern ALLOWED = Pattern.compile("[A-Z0-9_-]{1,100}");

  public MailboxAddress {
    mailbox = mailbox.strip().toUpperCase(Locale.ROOT);
    if (!ALLOWED.matcher(mailbox).matches()) {
      throw new IllegalArgumentException(
          "\""
              + Printable.of(mailbox)
              + "\" is no MESH mailbox id: 1 to 100 letters and digits are expected");
    }
  }

  @Override
  public String text() {
    return mailbox;
  }
}
