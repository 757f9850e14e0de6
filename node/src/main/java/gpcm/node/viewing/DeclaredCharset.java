package gpcm.node.viewing;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The encoding that a media type of text names. */
public final class DeclaredCharset {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._-]+)\"?", Pattern.CASE_INSENSITIVE);

  private DeclaredCharset() {}

  /** The name of the encoding as the type gives it, when Java knows it. */
  public static Optional<String> of(String mediaType) {
    Matcher named = CHARSET.matcher(mediaType);
    try {
      return mediaType.toLowerCase(Locale.ROOT).startsWith("text/")
              && named.find()
              && Charset.isSupported(named.group(1))
          ? Optional.of(named.group(1))
          : Optional.empty();
    } catch (IllegalCharsetNameException e) {
      return Optional.empty();
    }
  }
}
