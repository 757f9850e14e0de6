package gpcm.node.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The style sheet, the icon and the API's description, which come with the program. */
final class Resources {

  void add(RoutesConfig routes) {
    routes.get("/style.css", context -> answer(context, "style.css", "text/css; charset=utf-8"));
    routes.get("/icon.svg", context -> answer(context, "icon.svg", "image/svg+xml"));
    // Where browsers look for the icon of a PDF.
    routes.get("/favicon.ico", context -> answer(context, "icon.svg", "image/svg+xml"));
    routes.get(
        "/api/v1/openapi.json", context -> answer(context, "openapi.json", "application/json"));
  }

  private static void answer(Context context, String name, String contentType) {
    context.contentType(contentType).result(read(name));
  }

  static byte[] read(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
