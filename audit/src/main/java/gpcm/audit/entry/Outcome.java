package gpcm.audit.entry;

import java.util.Locale;
import java.util.Optional;

/**
 * How it ended.
 *
 * @param kind done, refused or failed
 * @param code of ITK, MESH, PDS or HTTP
 */
public record Outcome(Kind kind, Optional<String> code) {
  /** It was done. */
  public static final Outcome DONE = new Outcome(Kind.DONE, Optional.empty());

  /** How it ended. */
  public enum Kind {
    DONE,
    REFUSED,
    FAILED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind ofCode(String code) {
      for (Kind kind : values()) {
        if (kind.code().equals(code)) {
          return kind;
        }
      }
      throw new EntryException("'%s' is no outcome".formatted(code));
    }
  }

  /** It was refused. */
  public static Outcome refused(String code) {
    return new Outcome(Kind.REFUSED, Optional.of(code));
  }

  /** It failed. */
  public static Outcome failed(String code) {
    return new Outcome(Kind.FAILED, Optional.of(code));
  }
}
