package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Changes to the bundles themselves. */
final class BundleChanges {
  private BundleChanges() {}

  static Optional<String> entryCopied(MessageTree tree) {
    ObjectNode bundle = tree.oneOf(tree.bundles());
    ObjectNode entry = tree.entry(bundle);
    tree.entries(bundle).add(entry.deepCopy());
    return Optional.of("a second entry of " + type(entry));
  }

  static Optional<String> entryPart(MessageTree tree) {
    ObjectNode entry = tree.entry(tree.oneOf(tree.bundles()));
    String part = tree.oneOf(List.of("search", "request", "response", "link"));
    switch (part) {
      case "search" -> entry.putObject(part).put("mode", "match");
      case "request" -> entry.putObject(part).put("method", "GET").put("url", "Patient/1");
      case "response" -> entry.putObject(part).put("status", "200");
      default -> link(entry);
    }
    return Optional.of("entry." + part + " of " + type(entry));
  }

  static Optional<String> bundlePart(MessageTree tree) {
    ObjectNode bundle = tree.oneOf(tree.bundles());
    String part = tree.oneOf(List.of("total", "link", "signature"));
    switch (part) {
      case "total" -> bundle.put(part, 1);
      case "link" -> link(bundle);
      default -> {
        ObjectNode signature = bundle.putObject(part);
        signature
            .putArray("type")
            .addObject()
            .put("system", "urn:iso-astm:E1762-95:2013")
            .put("code", "1.2.840.10065.1.12.1.1");
        signature
            .put("when", "2026-03-02T10:16:00+00:00")
            .put("whoUri", "https://example.org/signer");
      }
    }
    return Optional.of(bundle.path("type").asText() + " bundle." + part);
  }

  private static void link(ObjectNode owner) {
    owner
        .putArray("link")
        .addObject()
        .put("relation", "self")
        .put("url", "https://example.org/fhir/Bundle/1");
  }

  static Optional<String> fullUrl(MessageTree tree) {
    ObjectNode entry = tree.entry(tree.oneOf(tree.bundles()));
    String url = entry.path("fullUrl").asText();
    String other =
        tree.oneOf(
            List.of(
                "urn:uuid:00000000-1111-4222-8333-444444444444",
                "https://example.org/fhir/" + type(entry) + "/1/_history/2",
                "relative/1",
                url.substring(0, url.length() - 1)));
    entry.put("fullUrl", other);
    return Optional.of("fullUrl of " + type(entry) + " becomes " + other);
  }

  static Optional<String> contained(MessageTree tree) {
    return tree.object(
            place ->
                place.value().has("resourceType")
                    && !List.of("Bundle", "Binary").contains(place.path()))
        .map(
            place -> {
              ObjectNode contained =
                  ((ObjectNode) place.value())
                      .putArray("contained")
                      .addObject()
                      .put("resourceType", "Location")
                      .put("id", "inside")
                      .put("name", "Nowhere");
              int more = tree.random().nextInt(3);
              if (more == 1) {
                contained.putObject("meta").put("versionId", "1");
              } else if (more == 2) {
                contained
                    .putObject("text")
                    .put("status", "generated")
                    .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">Nowhere</div>");
              }
              return place.path() + ".contained";
            });
  }

  private static String type(ObjectNode entry) {
    return entry.at("/resource/resourceType").asText();
  }
}
