package gpcm.node.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Takes in what a refused request still sends, and throws it away. A connection that is closed with
 * bytes unread is reset, and who was still sending learns of that instead of the answer.
 */
final class UnreadBody {
  /** However much it is, it costs no memory; whoever takes longer is cut off, answer or not. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private static final int PIECE = 16 * 1024;

  private UnreadBody() {}

  static void takeIn(Context context) {
    boolean waitsToBeAsked = context.header("Expect") != null;
    if (waitsToBeAsked) {
      return;
    }
    long started = System.nanoTime();
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = context.req().getInputStream();
      while (in.read(piece) >= 0 && System.nanoTime() - started < LONGEST.toNanos()) {
        // What was read is of no use to anybody.
      }
    } catch (IOException | IllegalStateException e) {
      // Nobody is there any more who could be answered.
    }
  }
}
