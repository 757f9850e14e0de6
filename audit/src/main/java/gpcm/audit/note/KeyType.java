package gpcm.audit.note;

/** How a key signs. Others are registered, such as ML-DSA-44; a key of such a type is unknown. */
enum KeyType {
  /** Ed25519 over the text of the note. */
  ED25519(0x01),
  /** A witness's Ed25519 over the time and the text of a checkpoint. */
  COSIGNATURE(0x04);

  private final byte code;

  KeyType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static KeyType of(byte code) {
    for (KeyType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new NoteException(
        "a key of type 0x%02x cannot be used here; known are Ed25519 (0x01) and Ed25519 cosignatures (0x04)"
            .formatted(code));
  }
}
