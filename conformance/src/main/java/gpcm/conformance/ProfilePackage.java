package gpcm.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A FHIR package: a gzipped tar with {@code package/package.json} and JSON resources beside it. It
 * comes from strangers: it is read as a stream within limits and nothing of it is ever written to
 * disk, and what a package has no need for (links, names that lead out of it) is refused whole.
 */
final class ProfilePackage {
  private static final String FOLDER = "package/";
  private static final String MANIFEST = FOLDER + "package.json";
  private static final int MOST_ENTRIES = 20_000;
  private static final long LARGEST_ENTRY = 32L << 20;
  private static final long LARGEST = 256L << 20;

  /** Takes one resource after another. */
  interface Taker {
    void resource(String name, String json);
  }

  private final Path file;

  private ProfilePackage(Path file) {
    this.file = file;
  }

  /**
   * Gives every resource of a package.
   *
   * @throws IllegalArgumentException saying why it is no package, or not one to be trusted
   */
  static void read(Path file, Taker taker) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      new ProfilePackage(file).entries(in, taker);
    }
  }

  private void entries(InputStream in, Taker taker) throws IOException {
    boolean manifest = false;
    int entries = 0;
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new Unpacked(new GZIPInputStream(in)), StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = name(entry);
        if (++entries > MOST_ENTRIES) {
          throw refused("it holds more than " + MOST_ENTRIES + " files");
        }
        if (entry.getSize() > LARGEST_ENTRY) {
          throw refused(
              "its entry " + shown(name) + " is larger than " + (LARGEST_ENTRY >> 20) + " MB");
        }
        if (name.equals(MANIFEST)) {
          manifest(tar.readAllBytes());
          manifest = true;
        } else if (isResource(name)) {
          taker.resource(file + "!" + name, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--profiles " + file + ": is no readable gzipped tar: " + e.getMessage(), e);
    }
    if (!manifest) {
      throw refused("it has no " + MANIFEST);
    }
  }

  private String name(TarArchiveEntry entry) {
    String name = entry.getName();
    byte kind = entry.getLinkFlag();
    boolean plain = kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM;
    if ((!plain && !entry.isDirectory()) || entry.isSparse()) {
      throw refused(
          "its entry " + shown(name) + " is a link, a device or sparse, and no plain file");
    }
    boolean leadsOut =
        name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.indexOf(':') >= 0
            || name.indexOf('\0') >= 0
            || ("/" + name + "/").contains("/../");
    if (leadsOut) {
      throw refused("its entry " + shown(name) + " leads out of the package");
    }
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private static boolean isResource(String name) {
    return name.startsWith(FOLDER)
        && name.endsWith(".json")
        && name.indexOf('/', FOLDER.length()) < 0
        && name.charAt(FOLDER.length()) != '.';
  }

  private void manifest(byte[] json) throws IOException {
    JsonNode versions = new ObjectMapper().readTree(json).path("fhirVersions");
    boolean other = versions.isArray() && !versions.isEmpty();
    for (JsonNode version : versions) {
      other &= !version.asText().startsWith("3.0");
    }
    if (other) {
      throw refused("it is for FHIR " + versions + ", and messages are STU3 (3.0.x)");
    }
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "--profiles " + file + ": refused as a FHIR package: " + why);
  }

  /** Ends where a small archive turns out to hold too much, wherever in it that is. */
  private static final class Unpacked extends FilterInputStream {
    private long left = LARGEST;

    Unpacked(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return (int) count(super.read(bytes, offset, length));
    }

    @Override
    public long skip(long wanted) throws IOException {
      return count(super.skip(wanted));
    }

    private long count(long read) throws IOException {
      left -= Math.max(0, read);
      if (left < 0) {
        throw new IOException("it unpacks to more than " + (LARGEST >> 20) + " MB");
      }
      return read;
    }
  }

  private static String shown(String name) {
    return "\"" + name.replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}
