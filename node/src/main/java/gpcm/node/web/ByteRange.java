package gpcm.node.web;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of a file's bytes (RFC 9110, 14).
 *
 * @param first the place of its first byte, from 0
 * @param length how many bytes
 */
record ByteRange(long first, long length) {
  // Eighteen digits: more than any file has, and no overflow.
  private static final Pattern ONE =
      Pattern.compile("bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", Pattern.CASE_INSENSITIVE);

  static ByteRange whole(long size) {
    return new ByteRange(0, size);
  }

  /**
   * The range that a request asks for. Empty when it asks for the whole file, for several ranges,
   * which are answered with the whole file, for what is no range, or for a range of a file that it
   * knows with other bytes.
   *
   * @param tag of the file as it is
   * @throws ProblemException when the file has no such range
   */
  static Optional<ByteRange> asked(Context context, String tag, long size) {
    String range = context.header("Range");
    String onlyIf = context.header("If-Range");
    if (range == null || (onlyIf != null && !onlyIf.strip().equals(tag))) {
      return Optional.empty();
    }
    Matcher one = ONE.matcher(range.strip());
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return Optional.empty();
    }
    long last = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
    if (one.group(1).isEmpty()) {
      long length = Math.min(last, size);
      return Optional.of(satisfiable(context, size - length, length, size));
    }
    long first = Long.parseLong(one.group(1));
    if (last < first) {
      return Optional.empty();
    }
    return Optional.of(satisfiable(context, first, Math.min(last, size - 1) - first + 1, size));
  }

  private static ByteRange satisfiable(Context context, long first, long length, long size) {
    if (first >= size || length <= 0) {
      context.header("Content-Range", "bytes */" + size);
      throw new ProblemException(
          ProblemKind.RANGE_NOT_SATISFIABLE, "the file has " + size + " bytes, from 0");
    }
    return new ByteRange(first, length);
  }

  boolean endsAt(long size) {
    return first + length == size;
  }

  /** As the header Content-Range says it. */
  String of(long size) {
    return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
  }
}
