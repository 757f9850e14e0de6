package gpcm.rules;

/**
 * A place in the source text of a message.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record SourcePosition(int line, int column) {
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
