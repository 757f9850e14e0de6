package gpcm.node.content;

/** Bytes small enough to be written by the transaction that adopts them. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PreparedBytes(StoredContent content, byte[] bytes) implements PreparedContent {
  static PreparedBytes of(byte[] bytes) {
    return new PreparedBytes(new StoredContent(ContentHash.of(bytes), bytes.length), bytes);
  }
}
