package gpcm.audit.note;

import gpcm.audit.tree.Hash;

/**
 * What a log says its tree is at some moment (C2SP tlog-checkpoint).
 *
 * @param origin the name of the log
 * @param size how many entries it has
 * @param root the root of its tree
 */
public record Checkpoint(String origin, long size, Hash root) {

  /**
   * @throws NoteException when the origin is no name or the size is below 0
   */
  public Checkpoint {
    Text.requireName(origin);
    if (size < 0) {
      throw new NoteException("a log of %d entries is impossible".formatted(size));
    }
  }

  /**
   * Reads the text of a note.
   *
   * @throws NoteException when it is no checkpoint, or has lines that belong to none of ours
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", 5);
    if (!text.endsWith("\n") || lines.length != 4) {
      throw new NoteException(
          "a checkpoint is three lines, origin, size and root, not '%s'"
              .formatted(Text.shown(text)));
    }
    Hash root;
    try {
      root = Hash.ofBase64(lines[2]);
    } catch (IllegalArgumentException e) {
      throw new NoteException("the root of the checkpoint: " + e.getMessage(), e);
    }
    return new Checkpoint(lines[0], Text.number("the size of a checkpoint", lines[1]), root);
  }

  /** What is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /**
   * Whether both may be true of one log, as far as it can be seen without its entries: two of one
   * size have one root.
   *
   * @throws NoteException when they speak of different logs
   */
  public boolean agreesWith(Checkpoint other) {
    if (!origin.equals(other.origin)) {
      throw new NoteException(
          "one checkpoint is of %s, the other of %s".formatted(origin, other.origin));
    }
    return size != other.size || root.equals(other.root);
  }
}
