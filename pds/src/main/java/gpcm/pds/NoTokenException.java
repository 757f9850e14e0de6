package gpcm.pds;

import java.io.IOException;

/** There is no token to ask with. */
final class NoTokenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient PdsAnswer answer;

  /**
   * @param answer what that means for who asked
   */
  NoTokenException(PdsAnswer answer) {
    super("no token");
    this.answer = answer;
  }

  PdsAnswer answer() {
    return answer;
  }
}
