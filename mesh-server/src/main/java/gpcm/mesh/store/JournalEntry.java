package gpcm.mesh.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A change with the bytes that go beside it.
 *
 * @param change what happened
 * @param body a small chunk; empty otherwise
 */
record JournalEntry(Change change, ByteBuffer body) {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  static JournalEntry of(Change change) {
    return new JournalEntry(change, NONE);
  }

  /**
   * One frame: length, checksum, then for each entry type, JSON length, JSON, body length, body. A
   * frame is applied whole or not at all.
   */
  static Frame frame(List<JournalEntry> entries) {
    byte[][] json = new byte[entries.size()][];
    int length = 0;
    for (int i = 0; i < json.length; i++) {
      json[i] = ChangeCodec.write(entries.get(i).change());
      length += 9 + json[i].length + entries.get(i).body().remaining();
    }
    ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER + length);
    List<Integer> bodyOffsets = new ArrayList<>();
    bytes.position(Frame.HEADER);
    for (int i = 0; i < json.length; i++) {
      JournalEntry entry = entries.get(i);
      bytes.put(ChangeCodec.type(entry.change())).putInt(json[i].length).put(json[i]);
      bytes.putInt(entry.body().remaining());
      bodyOffsets.add(bytes.position());
      bytes.put(entry.body().duplicate());
    }
    bytes.putInt(0, length).putInt(4, Frame.checksum(bytes, Frame.HEADER, length)).flip();
    return new Frame(entries, bytes, bodyOffsets);
  }
}
