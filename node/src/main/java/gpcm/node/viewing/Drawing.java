package gpcm.node.viewing;

import gpcm.node.viewing.Shown.Note;
import gpcm.node.viewing.Shown.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the node asks of a process that draws.
 *
 * @param format what the bytes are
 * @param page which page, from 1
 * @param zoom how large
 * @param bytes the whole file; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Drawing(Format format, int page, Zoom zoom, byte[] bytes) {
  // What a process that something took over could answer is bounded too.
  private static final int MOST_ANSWERED = 64 << 20;

  /** What is drawn. */
  enum Format {
    PDF,
    PNG,
    JPEG,
    GIF,
    TIFF
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(format.name());
    out.writeInt(page);
    out.writeUTF(zoom.name());
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  static Drawing read(DataInputStream in) throws IOException {
    Format format = Format.valueOf(in.readUTF());
    int page = in.readInt();
    Zoom zoom = Zoom.valueOf(in.readUTF());
    return new Drawing(format, page, zoom, bytes(in, Integer.MAX_VALUE));
  }

  static void answer(Shown shown, DataOutputStream out) throws IOException {
    switch (shown) {
      case Shown.Nothing nothing -> {
        out.writeBoolean(false);
        out.writeUTF(nothing.reason().name());
      }
      case Shown.Picture picture -> {
        out.writeBoolean(true);
        out.writeInt(picture.page());
        out.writeInt(picture.pages());
        out.writeInt(picture.width());
        out.writeInt(picture.height());
        byte[] text = picture.text().getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
        out.writeByte(picture.notes().size());
        for (Note note : picture.notes()) {
          out.writeUTF(note.name());
        }
        out.writeInt(picture.png().length);
        out.write(picture.png());
      }
      case Shown.Text text -> throw new IllegalStateException("text is not drawn");
    }
    out.flush();
  }

  static Shown answered(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return new Shown.Nothing(Reason.valueOf(in.readUTF()));
    }
    int page = in.readInt();
    int pages = in.readInt();
    int width = in.readInt();
    int height = in.readInt();
    String text = new String(bytes(in, MOST_ANSWERED), StandardCharsets.UTF_8);
    List<Note> notes = new ArrayList<>();
    for (int left = in.readByte(); left > 0; left--) {
      notes.add(Note.valueOf(in.readUTF()));
    }
    return new Shown.Picture(page, pages, width, height, bytes(in, MOST_ANSWERED), text, notes);
  }

  private static byte[] bytes(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("a length of " + length);
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }
}
