package gpcm.node.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;

/**
 * A form of a page that brings files. Only the addresses that are named here take one; its files
 * lie on the disk until its request has ended. Belongs to one request.
 */
final class UploadedForm {
  private static final Set<String> ROUTES =
      Set.of("/outbox/{id}/correct/check", "/outbox/{id}/correct");

  private static final String ATTRIBUTE = "gpcm.uploaded-form";

  /** A reason of 500 characters, each of four bytes, and whatever else a page asks beside files. */
  private static final int LONGEST_FIELD = 4096;

  private final FormParts forms;
  private Optional<MultiPartFormData.Parts> parts = Optional.empty();

  private UploadedForm(FormParts forms) {
    this.forms = forms;
  }

  /** Makes ready to read one where the request's address takes it, which reads nothing yet. */
  static void expect(Context context, FormParts forms) {
    var route = context.endpoints().matchedHttpEndpoint();
    String type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
    if (route != null
        && ROUTES.contains(route.path)
        && route.method.name().equals("POST")
        && type.strip().startsWith("multipart/form-data")) {
      context.attribute(ATTRIBUTE, new UploadedForm(forms));
    }
  }

  /** The one that the request brings, if it does. */
  static Optional<UploadedForm> of(Context context) {
    return Optional.ofNullable(context.attribute(ATTRIBUTE));
  }

  /** What was filled in beside the files. */
  Map<String, List<String>> fields(Context context) throws IOException {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (MultiPart.Part part : parts(context)) {
      if (part.getFileName() == null) {
        try (InputStream in = Content.Source.asInputStream(part.createContentSource())) {
          byte[] value =
              BoundedBody.read(
                  in, LONGEST_FIELD, "a field is longer than any of this node's pages sends");
          fields
              .computeIfAbsent(String.valueOf(part.getName()), unused -> new ArrayList<>())
              .add(new String(value, StandardCharsets.UTF_8));
        }
      }
    }
    return fields;
  }

  /** The files that were chosen; a field for which none was is sent without a name. */
  List<MultiPart.Part> files(Context context) throws IOException {
    return stream(parts(context))
        .filter(part -> part.getFileName() != null && !part.getFileName().isBlank())
        .toList();
  }

  private static Stream<MultiPart.Part> stream(MultiPartFormData.Parts parts) {
    List<MultiPart.Part> all = new ArrayList<>();
    parts.forEach(all::add);
    return all.stream();
  }

  private MultiPartFormData.Parts parts(Context context) throws IOException {
    if (parts.isEmpty()) {
      parts = Optional.of(forms.read(context.req().getInputStream(), context.contentType()));
    }
    return parts.get();
  }

  /** Removes its files from the disk. */
  static void end(Context context) {
    of(context).flatMap(form -> form.parts).ifPresent(MultiPartFormData.Parts::close);
  }
}
