package gpcm.node.checking;

import java.util.Optional;

/**
 * Something that can be looked at now.
 *
 * @param name what it is, for people
 * @param organisation the ODS code of the organisation that alone it is about; empty where it is
 *     about what all share
 * @param look looks; must end when its thread is interrupted
 */
public record Check(String name, Optional<String> organisation, Look look) {

  /** Of what all organisations share. */
  public Check(String name, Look look) {
    this(name, Optional.empty(), look);
  }

  /** What a check does. */
  @FunctionalInterface
  public interface Look {
    /**
     * Looks.
     *
     * @throws Exception when it cannot be found out; that is as bad as what it looks for
     */
    Finding now() throws Exception;
  }

  /**
   * What came of looking.
   *
   * @param outcome how it is
   * @param words what it is like, in sentences, without patient data and secrets
   */
  public record Finding(Outcome outcome, String words) {
    /** As it should be. */
    public static Finding good(String words) {
      return new Finding(Outcome.GOOD, words);
    }

    /** Somebody should look at it, though all works. */
    public static Finding look(String words) {
      return new Finding(Outcome.LOOK, words);
    }

    /** Not as it should be. */
    public static Finding bad(String words) {
      return new Finding(Outcome.BAD, words);
    }

    /** Nothing to look at here. */
    public static Finding none(String words) {
      return new Finding(Outcome.NOT_MADE, words);
    }
  }
}
