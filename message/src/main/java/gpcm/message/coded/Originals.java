package gpcm.message.coded;

import gpcm.fhir.FhirWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.Resource;

/** The resources of one document as they were sent, and what tells them apart. */
final class Originals {
  /** Of one document together, in characters. */
  private static final int ALL = 4 * 1024 * 1024;

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Pattern STAMP =
      Pattern.compile("\"(?:lastUpdated|versionId)\":\"[^\"]*\",?");

  private final FhirWriter writer;

  /** Each is written once, however often others refer to it. */
  private final IdentityHashMap<Resource, Written> written = new IdentityHashMap<>();

  private final Map<String, Integer> fingerprints = new HashMap<>();
  private int kept;

  private record Written(String json, String hash) {}

  Originals(FhirWriter writer) {
    this.writer = writer;
  }

  /** Them as one JSON array; empty when that is too large to keep. */
  String keep(List<Resource> resources) {
    int length = 1;
    for (Resource resource : resources) {
      length += written(resource).json.length() + 1;
    }
    if (length > CodedContents.LARGEST_ORIGINAL || kept + length > ALL) {
      return "";
    }
    kept += length;
    return resources.stream()
        .map(resource -> written(resource).json)
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * What tells one entry from another. The same resources that say the same have one each.
   *
   * @param told what of them is shown to people
   */
  String fingerprint(List<Resource> resources, List<String> told) {
    String hash =
        hash(
            String.join("\u001f", told)
                + resources.stream()
                    .map(resource -> written(resource).hash)
                    .collect(Collectors.joining("\u001f", "\u001f", "")));
    int before = fingerprints.merge(hash, 1, Integer::sum);
    return before == 1 ? hash : hash + "#" + before;
  }

  private Written written(Resource resource) {
    return written.computeIfAbsent(resource, this::write);
  }

  // In every version a sender may give its resources fresh ids and stamps; nothing else of an entry
  // that was confirmed may differ.
  private Written write(Resource resource) {
    String json = writer.json(resource);
    String lasting = STAMP.matcher(UUID.matcher(json).replaceAll("")).replaceAll("");
    String id = resource.hasIdElement() ? resource.getIdElement().getIdPart() : null;
    return new Written(
        json, hash(id == null ? lasting : lasting.replace("\"id\":\"" + id + "\"", "")));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
