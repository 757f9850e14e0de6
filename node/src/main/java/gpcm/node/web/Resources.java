package gpcm.node.web;

import gpcm.consultation.json.DocumentJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The style sheets, the icons and the API's description, which come with the program. */
final class Resources {

  void add(RoutesConfig routes) {
    Gets.add(routes, "/assets/{file}", Assets::answerFile);
    Gets.add(routes, "/assets/images/{file}", Assets::answerIcon);
    Shipped passkeys = new Shipped(read("passkeys.js"), "text/javascript; charset=utf-8");
    Gets.add(routes, "/passkeys.js", passkeys::answer);
    Shipped viewing = new Shipped(read("viewing.css"), "text/css; charset=utf-8");
    Gets.add(
        routes,
        "/viewing.css",
        context -> {
          // A sandboxed frame has no origin, and asks as another one would.
          context.header("Cross-Origin-Resource-Policy", "cross-origin");
          viewing.answer(context);
        });
    Shipped icon = new Shipped(read("icon.svg"), "image/svg+xml");
    Gets.add(routes, "/icon.svg", icon::answer);
    // Where browsers look for the icon of a PDF.
    Gets.add(routes, "/favicon.ico", icon::answer);
    Shipped description = new Shipped(Description.openApi(), "application/json");
    Gets.add(
        routes,
        "/api/v1/openapi.json",
        context -> {
          Query.none(context);
          description.answer(context);
        });
    Shipped schema = new Shipped(DocumentJson.schema(), "application/schema+json");
    Gets.add(
        routes,
        "/api/v1/schema/document.json",
        context -> {
          Query.none(context);
          schema.answer(context);
        });
  }

  static void answer(Context context, byte[] bytes, String contentType) {
    context.header("Content-Length", Integer.toString(bytes.length));
    context.contentType(contentType).result(bytes);
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
