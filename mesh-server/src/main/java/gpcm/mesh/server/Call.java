package gpcm.mesh.server;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as the handlers see it. */
final class Call {
  private static final Pattern VERSION =
      Pattern.compile("application/vnd\\.mesh\\.v([0-9]{1,4})\\+json");

  private final Context context;
  private final int version;

  Call(Context context) {
    this.context = context;
    this.version = version(header("Accept"));
  }

  /** 1 or more; what we can't tell apart from 2 behaves as 2. */
  int version() {
    return version;
  }

  boolean v1() {
    return version == 1;
  }

  /** A path parameter, upper-cased as MESH does with ids. */
  String id(String name) {
    return context.pathParam(name).toUpperCase(Locale.ROOT);
  }

  String path(String name) {
    return context.pathParam(name);
  }

  /** A header's value without blanks around it; empty text when absent. */
  String header(String name) {
    return Optional.ofNullable(context.header(name)).orElse("").strip();
  }

  boolean hasHeader(String name) {
    return context.header(name) != null;
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  /** What the request says its body's length is; -1 when it doesn't say. */
  long contentLength() {
    return context.req().getContentLengthLong();
  }

  InputStream body() throws IOException {
    return context.req().getInputStream();
  }

  Context context() {
    return context;
  }

  /** The version that an Accept header asks for; anything without vnd.mesh is 1. */
  static int version(String accept) {
    for (String part : accept.split(";", -1)) {
      String type = part.strip();
      if (!type.contains("vnd.mesh")) {
        continue;
      }
      Matcher version = VERSION.matcher(type);
      if (!version.matches()) {
        throw Refusal.of(400, "Accept header api format incorrect");
      }
      return Integer.parseInt(version.group(1));
    }
    return 1;
  }
}
