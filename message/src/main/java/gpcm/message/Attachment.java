package gpcm.message;

import gpcm.consultation.InvalidValueException;
import gpcm.fhir.AttachmentContent;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One document inside a message: a Binary resource and the section that names it.
 *
 * @param id Binary.id; when sending, empty for a fresh one
 * @param contentType the declared MIME type, as it stands in the message
 * @param title the title of its section; empty when no section of the message read has it
 * @param content the bytes
 */
public record Attachment(String id, String contentType, String title, AttachmentContent content) {
  private static final Pattern MIME =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(;.*)?");

  /**
   * An attachment to send.
   *
   * @throws InvalidValueException when the MIME type has no form of one, the title is blank or the
   *     content is empty
   */
  public static Attachment of(String contentType, String title, AttachmentContent content) {
    if (!MIME.matcher(contentType).matches()) {
      throw new InvalidValueException(
          "Attachment content type", "must be a media type", "Send one such as application/pdf");
    }
    if (title.isBlank()) {
      throw new InvalidValueException(
          "Attachment title", "must not be blank; its section shows it", "Give a title");
    }
    if (content.size() == 0) {
      throw new InvalidValueException(
          "Attachment",
          "must have content",
          "Leave the empty file out, or find out why it is empty");
    }
    return new Attachment("", contentType, title, content);
  }

  /** The declared type without its parameters, in lower case. */
  public String mediaType() {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the declared type is PDF, parameters and case ignored. */
  public boolean isPdf() {
    String type = contentType.toLowerCase(Locale.ROOT).strip();
    return type.equals("application/pdf") || type.startsWith("application/pdf;");
  }
}
