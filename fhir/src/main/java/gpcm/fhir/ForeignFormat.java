package gpcm.fhir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What people send or give by mistake in place of a message, known by its first bytes, so that the
 * refusal says what it is and what to do. What is none of these goes on to the parser.
 */
enum ForeignFormat {
  GZIP("compressed with gzip", "unpack it first", "\\x1F\\x8B"),
  ZIP(
      "a ZIP archive or an Office document",
      "unpack it and give the message",
      "PK[\\x03\\x05\\x07]"),
  BZIP2("compressed with bzip2", "unpack it first", "BZh[1-9]1AY"),
  XZ("compressed with xz", "unpack it first", "\\xFD7zXZ"),
  ZSTD("compressed with Zstandard", "unpack it first", "\\x28\\xB5\\x2F\\xFD"),
  SEVEN_ZIP("a 7-Zip archive", "unpack it and give the message", "7z\\xBC\\xAF"),
  PDF("a PDF", "give the message that carries it", "%PDF-"),
  RTF("an RTF document", "give the message that carries it", "\\{\\\\rtf"),
  OLD_OFFICE("an old Office document", "give the message that carries it", "\\xD0\\xCF\\x11\\xE0"),
  PICTURE(
      "a picture",
      "give the message that carries it",
      "\\xFF\\xD8\\xFF|\\x89PNG|GIF8|II\\*\\x00|MM\\x00\\*"),
  HL7_V2(
      "an HL7 version 2 message",
      "a Send Document message is FHIR STU3, ask the sender for that",
      "\\x0B?(?:MSH|FHS|BHS)[^A-Za-z0-9\\s]"),
  EDIFACT(
      "an EDIFACT message",
      "a Send Document message is FHIR STU3, ask the sender for that",
      "UNA.{6}|UN[BH][^A-Za-z0-9\\s]"),
  HTML(
      "an HTML page",
      "when a server gave it in place of the message, read what the page says",
      "(?i:<!doctype\\s+html|<html)"),
  MIME(
      "an e-mail or the parts of a form",
      "give only the part that is the message",
      "(?i:mime-version|content-type|content-disposition|return-path):|--\\S{1,70}\\s+(?i:content-)"),
  BASE64("base64 text", "decode it first", "PD94bWwg|PEJ1bmRsZ|H4sI|eyJyZXNvdXJjZVR5"),
  PEM("a certificate or a key", "give the message", "-----BEGIN ");

  private static final int LONGEST = 256;
  private static final String UTF_8_MARK = "\u00EF\u00BB\u00BF";

  private final String what;
  private final String remedy;
  private final Pattern beginning;

  ForeignFormat(String what, String remedy, String beginning) {
    this.what = what;
    this.remedy = remedy;
    this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
  }

  /**
   * The same bytes.
   *
   * @param expected what they were to be
   * @throws UnreadableFhirException when they begin as one of these does
   */
  static InputStream refused(InputStream in, String expected) throws IOException {
    byte[] head = in.readNBytes(LONGEST);
    Optional<ForeignFormat> found = of(new String(head, StandardCharsets.ISO_8859_1));
    if (found.isPresent()) {
      throw new UnreadableFhirException(
          "not readable as "
              + expected
              + " at line 1, column 1: it is "
              + found.get().what
              + "; "
              + found.get().remedy,
          false,
          1,
          1);
    }
    return new SequenceInputStream(new ByteArrayInputStream(head), in);
  }

  private static Optional<ForeignFormat> of(String head) {
    String text = (head.startsWith(UTF_8_MARK) ? head.substring(3) : head).stripLeading();
    if (text.startsWith("<?xml") || text.startsWith("<Bundle") || text.startsWith("{\"")) {
      return Optional.empty();
    }
    return Stream.of(values())
        .filter(format -> format.beginning.matcher(text).lookingAt())
        .findFirst();
  }
}
