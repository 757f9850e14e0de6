package gpcm.audit.entry;

/**
 * What an entry says about persons, which may be erased when its time is over.
 *
 * @param salt random bytes, without which nobody can try out what the body was
 * @param body canonical JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PersonalPart(byte[] salt, byte[] body) {
  /** How many bytes a salt has. */
  public static final int SALT_LENGTH = 32;

  /**
   * @throws EntryException when the salt is too short to hide anything, or the body is too large
   */
  public PersonalPart {
    if (salt.length != SALT_LENGTH) {
      throw new EntryException("a salt has %d bytes, not %d".formatted(SALT_LENGTH, salt.length));
    }
    if (body.length > CanonicalJson.LARGEST) {
      throw new EntryException(
          "a personal part has at most %d bytes, not %d"
              .formatted(CanonicalJson.LARGEST, body.length));
    }
  }

  /** What the entry holds of it, in hexadecimal digits. */
  public String commitment() {
    return Commitment.of(salt, body);
  }
}
