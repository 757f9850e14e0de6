package gpcm.mesh.server;

import gpcm.mesh.MexHeader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the headers of a send, in the public sandbox's order. */
final class SendHeaders {
  private static final Pattern CHECKSUM = Pattern.compile("[A-Za-z0-9\\s:\\-/]*");
  private static final Pattern LINK = Pattern.compile("^https?://.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{1,9})\\s*:\\s*([0-9]{1,9})\\s*");
  private static final Set<String> YES = Set.of("y", "yes", "t", "true", "on", "1");

  private record Longest(String name, int length) {}

  private static final List<Longest> LENGTHS =
      List.of(
          new Longest(MexHeader.TO, 100),
          new Longest(MexHeader.WORKFLOW_ID, 300),
          new Longest(MexHeader.CHUNK_RANGE, 20),
          new Longest(MexHeader.SUBJECT, 500),
          new Longest(MexHeader.LOCAL_ID, 300),
          new Longest(MexHeader.PARTNER_ID, 500),
          new Longest(MexHeader.FILE_NAME, 300),
          new Longest(MexHeader.CONTENT_ENCRYPTED, 20),
          new Longest(MexHeader.CONTENT_COMPRESSED, 20),
          new Longest(MexHeader.CONTENT_CHECKSUM, 100),
          new Longest(MexHeader.CONTENT_TYPE, 100));

  private SendHeaders() {}

  static void check(Call call) {
    for (String required : List.of(MexHeader.TO, MexHeader.WORKFLOW_ID)) {
      if (!call.hasHeader(required)) {
        throw Refusal.missing("header", required);
      }
    }
    for (Longest longest : LENGTHS) {
      String value = call.header(longest.name());
      if (value.length() > longest.length()) {
        throw Refusal.tooLong("header", longest.name(), longest.length(), value);
      }
    }
    for (Longest header : LENGTHS) {
      if (call.header(header.name()).chars().anyMatch(c -> c < 0x20)) {
        throw malformed();
      }
    }
    for (String name : List.of(MexHeader.TO, MexHeader.WORKFLOW_ID, MexHeader.CONTENT_CHECKSUM)) {
      if (LINK.matcher(call.header(name)).matches()) {
        throw malformed();
      }
    }
    if (!CHECKSUM.matcher(call.header(MexHeader.CONTENT_CHECKSUM)).matches()) {
      throw Refusal.of(400, "SEND", "Invalid checksum", "Invalid checksum");
    }
    if (call.header(MexHeader.TO).isEmpty()) {
      throw Refusal.of(400, "SEND", "08", "TO_DTS missing");
    }
    String encoding = call.header("content-encoding");
    if (!encoding.isEmpty() && !encoding.equals("gzip")) {
      throw Refusal.of(422, "SEND", "UnsupportedContentEncoding", "Unsupported content encoding");
    }
  }

  private static Refusal malformed() {
    return Refusal.of(400, "TRANSFER", "06", "MalformedControlFile");
  }

  static boolean flag(String value) {
    return YES.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  /** Whether a chunk range is k:n with 1 to n for k, and k is the number in the URL. */
  static boolean isRange(String range, int number) {
    Matcher matcher = RANGE.matcher(range);
    return matcher.matches()
        && Integer.parseInt(matcher.group(1)) == number
        && number >= 1
        && number <= Integer.parseInt(matcher.group(2));
  }

  /** The n of a valid range. */
  static int total(String range) {
    return Integer.parseInt(range.substring(range.indexOf(':') + 1).strip());
  }
}
