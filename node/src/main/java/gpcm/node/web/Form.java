package gpcm.node.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a form that a page sent, read once and within bounds. */
final class Form {
  /** A note of 4,000 characters, each of which a form may write with twelve. */
  private static final int MOST = 64 << 10;

  private static final String ATTRIBUTE = "gpcm.form";

  private final Map<String, List<String>> fields;

  private Form(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  static Form of(Context context) throws IOException {
    Form read = context.attribute(ATTRIBUTE);
    if (read == null) {
      Optional<UploadedForm> uploaded = UploadedForm.of(context);
      read = new Form(uploaded.isPresent() ? uploaded.get().fields(context) : fields(context));
      context.attribute(ATTRIBUTE, read);
    }
    return read;
  }

  /** The form, when it was read already. */
  static Optional<Form> read(Context context) {
    return Optional.ofNullable(context.attribute(ATTRIBUTE));
  }

  /** Whether it says nothing but why, so that it is repeated by saying that. */
  boolean onlySaysWhy() {
    return Set.of("csrf", "reason").containsAll(fields.keySet());
  }

  private static Map<String, List<String>> fields(Context context) throws IOException {
    byte[] body =
        BoundedBody.read(context, MOST, "the form is larger than any of this node's pages sends");
    return fields(new String(body, StandardCharsets.UTF_8));
  }

  private static Map<String, List<String>> fields(String form) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    try {
      for (String pair : form.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          fields
              .computeIfAbsent(decoded(pair.substring(0, equals)), unused -> new ArrayList<>())
              .add(decoded(pair.substring(equals + 1)));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemKind.MALFORMED_FORM, "not a form as a page sends it");
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The names of its fields, in their order. */
  Set<String> names() {
    return Collections.unmodifiableSet(fields.keySet());
  }

  /** A field that was filled in. */
  Optional<String> text(String name) {
    return all(name).stream().findFirst().filter(value -> !value.isBlank());
  }

  /** What stands in all fields of a name, such as boxes that were ticked. */
  List<String> all(String name) {
    return List.copyOf(fields.getOrDefault(name, List.of()));
  }
}
