package gpcm.node.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the body of a request as far as its address has use for it: what is larger is refused
 * before it is in memory, however large a request with attachments may be.
 */
final class BoundedBody {
  private BoundedBody() {}

  /**
   * The whole body.
   *
   * @param most in bytes
   * @param setting what to say about that limit
   */
  static byte[] read(Context context, int most, String setting) throws IOException {
    if (context.req().getContentLengthLong() > most) {
      throw tooLarge(setting);
    }
    return read(context.req().getInputStream(), most, setting);
  }

  static byte[] read(InputStream in, int most, String setting) throws IOException {
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw tooLarge(setting);
    }
    return bytes;
  }

  private static ProblemException tooLarge(String setting) {
    return new ProblemException(ProblemKind.TOO_LARGE, setting);
  }
}
