package gpcm.fhir;

import java.util.Arrays;

/**
 * Where in a message a reader is, as a path of element names. Cheap to move, made into text only
 * when asked. One thread.
 */
final class ReadPath {
  private String[] names = new String[32];
  private int[] indices = new int[32];
  private int depth;

  /** Enters an element; the index is -1 where only one can stand. */
  void enter(String name, int index) {
    if (depth == names.length) {
      names = Arrays.copyOf(names, depth * 2);
      indices = Arrays.copyOf(indices, depth * 2);
    }
    names[depth] = name;
    indices[depth++] = index;
  }

  void leave() {
    depth--;
  }

  int depth() {
    return depth;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      if (i > 0) {
        text.append('.');
      }
      text.append(names[i]);
      if (indices[i] >= 0) {
        text.append('[').append(indices[i]).append(']');
      }
    }
    return text.toString();
  }
}
