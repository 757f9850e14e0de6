package gpcm.audit.note;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A signature line of a note.
 *
 * @param name the name of the key
 * @param keyId the four bytes that tell keys of one name apart
 * @param hex the signature, in hexadecimal digits
 */
public record NoteSignature(String name, int keyId, String hex) {
  private static final String DASH = "— ";

  static NoteSignature of(String name, int keyId, byte[] signature) {
    return new NoteSignature(name, keyId, HexFormat.of().formatHex(signature));
  }

  /**
   * Reads a signature line, without its newline.
   *
   * @throws NoteException when it is none
   */
  public static NoteSignature parse(String line) {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith(DASH) || space <= DASH.length()) {
      throw new NoteException(
          "a signature line is a long dash, a name and base64, not '%s'"
              .formatted(Text.shown(line)));
    }
    String name = Text.requireName(line.substring(DASH.length(), space));
    byte[] bytes = Text.base64("the signature of " + Text.shown(name), line.substring(space + 1));
    if (bytes.length <= Integer.BYTES) {
      throw new NoteException("the signature of %s is cut off".formatted(Text.shown(name)));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int id = buffer.getInt();
    byte[] signature = new byte[buffer.remaining()];
    buffer.get(signature);
    return of(name, id, signature);
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** As it is written below a note, with its newline. */
  public String line() {
    byte[] bytes = bytes();
    byte[] whole =
        ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(keyId).put(bytes).array();
    return DASH + name + " " + Base64.getEncoder().encodeToString(whole) + "\n";
  }
}
