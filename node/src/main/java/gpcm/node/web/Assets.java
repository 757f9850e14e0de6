package gpcm.node.web;

import gpcm.node.content.ContentHash;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the pages look like: the style sheet of the NHS design system, what this node adds to it,
 * and the icons that they ask for; and htmx. The address of a style sheet or script holds a part of
 * its hash, so that browsers keep it until it is another.
 */
final class Assets {
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final String FOR_A_DAY = "public, max-age=86400";
  private static final String NHSUK_FILES = "nhsuk-frontend/";

  /** Without the rules that would have a browser fetch the NHS's own fonts from elsewhere. */
  static final Assets NHSUK =
      style(
          "nhsuk-frontend",
          new String(Resources.read(NHSUK_FILES + "nhsuk-frontend.min.css"), StandardCharsets.UTF_8)
              .replaceAll("@font-face\\{[^}]*\\}", "")
              .getBytes(StandardCharsets.UTF_8));

  static final Assets OWN = style("gpcm", Resources.read("gpcm.css"));

  /** For small steps; every page does without. */
  static final Assets HTMX =
      hashed(
          "htmx",
          ".js",
          "text/javascript; charset=utf-8",
          Resources.read("/META-INF/resources/webjars/htmx.org/2.0.4/dist/htmx.min.js"));

  /** Single keys for what the links and buttons of a page do. */
  static final Assets KEYS =
      hashed("keys", ".js", "text/javascript; charset=utf-8", Resources.read("keys.js"));

  /** Under the addresses that the design system's style sheet has in it. */
  private static final List<Assets> ICONS =
      List.of(
          icon("nhsuk-icon-arrow-down.svg"),
          icon("nhsuk-icon-arrow-up-down.svg"),
          icon("nhsuk-icon-arrow-up.svg"),
          icon("nhsuk-icon-cross.svg"));

  private final String address;
  private final String keeping;
  private final Shipped shipped;

  private Assets(String address, String contentType, String keeping, byte[] bytes) {
    this.address = address;
    this.keeping = keeping;
    this.shipped = new Shipped(bytes, contentType);
  }

  private static Assets style(String name, byte[] bytes) {
    return hashed(name, ".css", "text/css; charset=utf-8", bytes);
  }

  private static Assets hashed(String name, String ending, String contentType, byte[] bytes) {
    String hash = ContentHash.of(bytes).hex().substring(0, 16);
    return new Assets("/assets/" + name + "-" + hash + ending, contentType, FOR_GOOD, bytes);
  }

  private static Assets icon(String name) {
    return new Assets(
        "/assets/images/" + name,
        "image/svg+xml",
        FOR_A_DAY,
        Resources.read(NHSUK_FILES + "images/" + name));
  }

  /** Where it is served. */
  String address() {
    return address;
  }

  static void answerFile(Context context) {
    answer(context, List.of(NHSUK, OWN, HTMX, KEYS));
  }

  static void answerIcon(Context context) {
    answer(context, ICONS);
  }

  private static void answer(Context context, List<Assets> all) {
    Assets asked =
        all.stream()
            .filter(each -> each.address.equals(context.path()))
            .findFirst()
            .orElseThrow(Query::missing);
    context.header("Cache-Control", asked.keeping);
    asked.shipped.answer(context);
  }
}
