package gpcm.consultation;

import java.util.regex.Pattern;

/**
 * A file that travels with the consultation (GPCM-SD-CS-003), as its sender describes it. The bytes
 * come separately. Immutable.
 *
 * @param file the plain name under which the bytes are handed over; never a path
 * @param title what the file is, for people
 * @param contentType its media type, such as {@code text/plain}
 */
public record DeclaredAttachment(String file, String title, String contentType) {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}(;"
              + " ?[A-Za-z0-9-]+=[A-Za-z0-9._-]+)?");

  /**
   * @throws InvalidValueException when the name could lead to another folder, or the media type has
   *     the wrong form
   */
  public DeclaredAttachment {
    file(file);
    CheckedText.line("Attachment title", title);
    contentType(contentType);
  }

  /**
   * Checks a file name by itself.
   *
   * @return the same name
   * @throws InvalidValueException when it could lead to another folder
   */
  public static String file(String name) {
    CheckedText.line("Attachment file name", name, 255);
    if (name.startsWith(".") || name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':')) {
      throw new InvalidValueException(
          "Attachment file name",
          "must be a plain name: no slash, backslash or colon, and no leading dot",
          "Send the last part of the path");
    }
    return name;
  }

  /**
   * Checks a media type by itself.
   *
   * @return the same text
   * @throws InvalidValueException when it has the wrong form
   */
  public static String contentType(String mediaType) {
    if (!MEDIA_TYPE.matcher(mediaType).matches()) {
      throw new InvalidValueException(
          "Attachment content type", "must be a media type", "Send one such as application/pdf");
    }
    return mediaType;
  }
}
