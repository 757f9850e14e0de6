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

  /** What the entry holds of it, in hexadecimal digits. */
  public String commitment() {
    return Commitment.of(salt, body);
  }
}
