package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the names of streams in a file of the older Office formats (OLE compound files). An
 * entry of its directory is 128 bytes long and begins at a multiple of 128, so all of them are
 * found without following the chains of sectors, about which readers may be made to disagree.
 */
final class OleLook implements LookInside {
  /** How such a file begins. */
  static final String MARK = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";

  private static final int ENTRY = 128;
  private static final int NAME = 64;
  private static final int MOST_NAMES = 10_000;
  private static final int STORAGE = 1;
  private static final int STREAM = 2;
  private static final Set<String> MACROS =
      Set.of("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros");

  /** What the Windows packager writes: a file of any kind that is opened by a click. */
  private static final String PACKAGE = "\u0001Ole10Native";

  private final String stream;
  private final String kind;

  /**
   * @param stream the name of the stream that every file of this kind has
   * @param kind what it is, in words
   */
  OleLook(String stream, String kind) {
    this.stream = stream;
    this.kind = kind;
  }

  @Override
  public Optional<ContentFault> fault(AttachmentContent content) throws IOException {
    Set<String> names = names(content);
    if (names.contains("EncryptedPackage")) {
      return Optional.of(ContentFault.locked());
    }
    if (!names.contains(stream)) {
      return Optional.of(
          ContentFault.damaged("a file that begins as " + kind + " does, but is none", kind));
    }
    if (names.stream().anyMatch(MACROS::contains)) {
      return Optional.of(ContentFault.macros(kind + " with macros"));
    }
    return names.contains(PACKAGE)
        ? Optional.of(ContentFault.embedded(kind + " with a file in it"))
        : Optional.empty();
  }

  /** Whether a compound file inside of another file holds a file, or macros. */
  static boolean holdsMore(InputStream compound) throws IOException {
    Set<String> names = names(compound);
    return names.contains(PACKAGE) || names.stream().anyMatch(MACROS::contains);
  }

  private static Set<String> names(AttachmentContent content) throws IOException {
    try (InputStream in = content.open()) {
      return names(in);
    }
  }

  private static Set<String> names(InputStream in) throws IOException {
    Set<String> names = new HashSet<>();
    byte[] entry = new byte[ENTRY];
    while (in.readNBytes(entry, 0, ENTRY) == ENTRY) {
      int length = (entry[NAME] & 0xff) | ((entry[NAME + 1] & 0xff) << 8);
      int type = entry[NAME + 2];
      if (length > 2 && length <= NAME && (type == STORAGE || type == STREAM)) {
        String name = new String(entry, 0, length - 2, StandardCharsets.UTF_16LE);
        if (names.size() < MOST_NAMES || MACROS.contains(name) || name.equals(PACKAGE)) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
