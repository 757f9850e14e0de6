package gpcm.node.config;

import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.message.MailboxId;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a setting is written.
 *
 * @param rule what a value looks like, completing "must be ..."
 * @param example a value of that form
 * @param parser gives the value, or throws {@link IllegalArgumentException} when it has another
 *     form
 * @param secret whether the text must never be shown
 */
record ValueFormat<T>(String rule, String example, Function<String, T> parser, boolean secret) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6}) ?(ms|s|m|h|d)");

  private static final Pattern HOST_PORT =
      Pattern.compile("([\\w.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]):(\\d{1,5})");

  static final ValueFormat<Secret> SECRET =
      new ValueFormat<>("not empty", "a-secret", ValueFormat::secretOf, true);
  static final ValueFormat<String> USER =
      matching("a name of 1 to 200 characters without a colon", "hub", "[^:\\p{Cntrl}]{1,200}");

  static final ValueFormat<String> TEXT =
      matching("text of 1 to 200 characters", "text", ".{1,200}");

  /** In the form that a message's header allows for the address that answers go to. */
  static final ValueFormat<MailboxId> MAILBOX =
      new ValueFormat<>(
          "a MESH mailbox id: 4 to 20 capital letters and digits",
          "X26ABC1",
          MailboxId::new,
          false);

  static final ValueFormat<String> MEDIA_TYPE =
      matching(
          "a media type in lower case", "application/pdf", "[a-z0-9.+-]{1,100}/[a-z0-9.+-]{1,100}");
  static final ValueFormat<String> JDBC_URL =
      matching(
          "a JDBC URL of PostgreSQL",
          "jdbc:postgresql://db.example:5432/gpcm",
          "jdbc:postgresql:.+");
  static final ValueFormat<Path> PATH =
      new ValueFormat<>("a path of a file or folder", "data", ValueFormat::path, false);
  static final ValueFormat<OdsCode> ODS =
      new ValueFormat<>(
          "an ODS code: 3 to 12 capital letters and digits", "A20047", ValueFormat::odsCode, false);
  static final ValueFormat<URI> HTTP_URL =
      new ValueFormat<>(
          "an http or https URL", "https://mesh.example:8443", ValueFormat::httpUrl, false);

  /** Where what is said must not be read or changed by others on its way. */
  static final ValueFormat<URI> HTTPS_URL =
      new ValueFormat<>(
          "an https URL, or an http one of this machine",
          "https://witness.example/audit",
          ValueFormat::httpsUrl,
          false);

  static final ValueFormat<InetSocketAddress> HOST_AND_PORT =
      new ValueFormat<>("a host and a port", "proxy.example:8080", ValueFormat::hostAndPort, false);

  static ValueFormat<String> matching(String rule, String example, String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return new ValueFormat<>(
        rule,
        example,
        text -> {
          require(compiled.matcher(text).matches());
          return text;
        },
        false);
  }

  static ValueFormat<Integer> number(int least, int most) {
    return new ValueFormat<>(
        "a whole number from %d to %d".formatted(least, most),
        Integer.toString(least),
        text -> {
          int number = Integer.parseInt(text); // its exception is an IllegalArgumentException
          require(number >= least && number <= most);
          return number;
        },
        false);
  }

  static ValueFormat<Duration> duration(Duration least, Duration most) {
    return new ValueFormat<>(
        "a duration from %s to %s, like 500 ms, 30 s, 5 m, 3 h or 2 d"
            .formatted(written(least), written(most)),
        written(least),
        text -> {
          Matcher matcher = DURATION.matcher(text);
          require(matcher.matches());
          Duration duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
          require(duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
          return duration;
        },
        false);
  }

  static ValueFormat<ByteSize> size(ByteSize least, ByteSize most) {
    return new ValueFormat<>(
        "a size from %s to %s, like 512 KiB or 5 MB".formatted(least, most),
        least.toString(),
        text -> {
          ByteSize size = ByteSize.parse(text);
          require(size.compareTo(least) >= 0 && size.compareTo(most) <= 0);
          return size;
        },
        false);
  }

  static <E extends Enum<E>> ValueFormat<E> oneOf(Class<E> type) {
    return oneOf(List.of(type.getEnumConstants()));
  }

  static <E extends Enum<E>> ValueFormat<E> oneOf(List<E> allowed) {
    Map<String, E> names =
        allowed.stream().collect(Collectors.toMap(ValueFormat::written, each -> each));
    String all = allowed.stream().map(ValueFormat::written).collect(Collectors.joining(", "));
    return new ValueFormat<>(
        "one of " + all,
        written(allowed.getFirst()),
        text -> {
          require(names.containsKey(text));
          return names.get(text);
        },
        false);
  }

  /** How a value of this form is written in the file; the documentation shows defaults so. */
  static String written(Object value) {
    return switch (value) {
      case Duration duration -> written(duration);
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      default -> value.toString();
    };
  }

  private static String written(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + " d";
    }
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + " h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + " m";
    }
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /** The same for people: {@code 5 minutes}. */
  static String inWords(Duration duration) {
    String[] written = written(duration).split(" ", 2);
    String unit =
        switch (written[1]) {
          case "ms" -> "millisecond";
          case "s" -> "second";
          case "m" -> "minute";
          case "h" -> "hour";
          default -> "day";
        };
    return written[0] + " " + unit + (written[0].equals("1") ? "" : "s");
  }

  private static Duration duration(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static Secret secretOf(String text) {
    require(!text.isBlank());
    return Secret.of(text);
  }

  private static Path path(String text) {
    require(!text.isBlank());
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static OdsCode odsCode(String text) {
    try {
      return new OdsCode(text);
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static URI httpUrl(String text) {
    URI url = URI.create(text); // its exception is an IllegalArgumentException
    require("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
    require(url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null);
    return url;
  }

  private static URI httpsUrl(String text) {
    URI url = httpUrl(text);
    boolean loopback = url.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[(0*:)*0*1]");
    require("https".equals(url.getScheme()) || loopback);
    return url;
  }

  private static InetSocketAddress hostAndPort(String text) {
    Matcher matcher = HOST_PORT.matcher(text);
    require(matcher.matches());
    // Looked up when it is used, since a name may come to mean another machine.
    return InetSocketAddress.createUnresolved(
        matcher.group(1), Integer.parseInt(matcher.group(2))); // refuses ports beyond 65535
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
