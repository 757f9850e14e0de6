package gpcm.node.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/**
 * What is there to be read. A request with HEAD is answered like one with GET, by the same handler:
 * the same status and headers, of which the server keeps the body back.
 */
final class Gets {
  private Gets() {}

  static void add(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }
}
