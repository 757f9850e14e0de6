package gpcm.audit.note;

import gpcm.audit.tree.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** How the lines of notes are written. */
final class Text {
  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Z}\\p{Cntrl}+]{1,255}");
  private static final int SHOWN = 80;

  /** How many hashes lead to the root of the largest tree there can be. */
  static final int LONGEST_PROOF = 63;

  private Text() {}

  static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new NoteException(
          "'%s' is no name of a key or log: 1 to 255 characters without space and plus, such as log.example.org/audit"
              .formatted(shown(name)));
    }
    return name;
  }

  static byte[] base64(String what, String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new NoteException("%s is not base64: '%s'".formatted(what, shown(text)), e);
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new NoteException("%s is not as base64 writes it: '%s'".formatted(what, shown(text)));
    }
    return bytes;
  }

  /** A number without sign and leading zeroes. */
  static long number(String what, String text) {
    if (!text.matches("0|[1-9][0-9]{0,18}")) {
      throw new NoteException(
          "%s is a decimal number without leading zeroes, not '%s'".formatted(what, shown(text)));
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new NoteException("%s is too large: %s".formatted(what, text), e);
    }
  }

  /** The hashes of a proof, a line each. */
  static List<Hash> proof(List<String> lines) {
    if (lines.size() > LONGEST_PROOF) {
      throw new NoteException("a proof has at most %d hashes".formatted(LONGEST_PROOF));
    }
    List<Hash> proof = new ArrayList<>();
    for (String line : lines) {
      try {
        proof.add(Hash.ofBase64(line));
      } catch (IllegalArgumentException e) {
        throw new NoteException("a line of the proof: " + e.getMessage(), e);
      }
    }
    return proof;
  }

  static String utf8(String what, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new NoteException(what + " is not UTF-8", e);
    }
  }

  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
  }
}
