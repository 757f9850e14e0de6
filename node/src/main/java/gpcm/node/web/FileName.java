package gpcm.node.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The name under which a file is saved. A title comes from another organisation: what no name of a
 * file may hold, and what nobody sees, is taken out, and the name ends as its bytes do, whatever
 * the title pretends.
 */
record FileName(String name) {
  private static final int LONGEST = 120;

  /**
   * A name made of a title.
   *
   * @param extensions of the bytes' own type, the usual one first
   */
  static FileName of(String title, List<String> extensions) {
    // Format characters turn names round or hide their ends; dots and spaces at the end are lost
    // on Windows, and would leave what stands before them as the extension.
    String seen =
        title
            .replaceAll("[\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]", "")
            .replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]", "_")
            .replaceAll("^[.\\s]+|[.\\s\\p{Zs}]+$", "");
    String named = seen.isEmpty() ? "document" : seen;
    String lower = named.toLowerCase(Locale.ROOT);
    String extension =
        extensions.stream().filter(lower::endsWith).findFirst().orElse(extensions.getFirst());
    String stem =
        lower.endsWith(extension) ? named.substring(0, named.length() - extension.length()) : named;
    int characters = stem.codePointCount(0, stem.length());
    String shortened =
        characters > LONGEST
            ? stem.substring(stem.offsetByCodePoints(0, characters - LONGEST))
            : stem;
    return new FileName((shortened.isEmpty() ? "document" : shortened) + extension);
  }

  /** RFC 6266: a name in plain ASCII, and the whole one in UTF-8. */
  String disposition(String how) {
    String ascii = name.replaceAll("[^\\x20-\\x7e]|[%;']", "_");
    String encoded =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "%s; filename=\"%s\"; filename*=UTF-8''%s".formatted(how, ascii, encoded);
  }
}
