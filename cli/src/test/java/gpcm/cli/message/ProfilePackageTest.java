package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles of the user's own, as a folder and as a FHIR package, which comes from strangers. */
class ProfilePackageTest {
  private static final String MANIFEST =
      "{\"name\":\"example.profiles\",\"version\":\"1.0.0\",\"fhirVersions\":[\"3.0.2\"]}";

  /** A profile of the header's organisation that asks for a name, which no message has there. */
  private static final String PROFILE =
      """
      {"resourceType": "StructureDefinition",
       "url": "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-ITK-Header-Organization-1",
       "name": "ExampleHeaderOrganization", "status": "active", "fhirVersion": "3.0.1",
       "kind": "resource", "abstract": false, "type": "Organization",
       "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Organization",
       "derivation": "constraint",
       "differential": {"element": [
         {"id": "Organization", "path": "Organization"},
         {"id": "Organization.name", "path": "Organization.name", "min": 1}]}}
      """;

  @TempDir private Path folder;
  private Path message;
  private Path archive;

  @BeforeEach
  void build() {
    Path example =
        Path.of(System.getProperty("project.root", ".."), "examples/consultation-summary.json");
    message = folder.resolve("message.xml");
    archive = folder.resolve("package.tgz");
    assertThat(
            Commands.run("build", "--input", example.toString(), "-o", message.toString())
                .exitCode())
        .isZero();
  }

  /** Writes entries into the archive. */
  private interface Entries {
    void to(TarArchiveOutputStream tar) throws IOException;
  }

  private void pack(Entries entries) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      entries.to(tar);
    }
  }

  private static void file(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private Commands validate(Path profiles) {
    return Commands.run(
        "validate", "--json", "--profiles", profiles.toString(), message.toString());
  }

  private void assertRefused(String why) {
    Commands done = validate(archive);
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(2);
    assertThat(done.err()).contains("--profiles " + archive, why).doesNotContain("\tat ");
    assertThat(done.out()).isEmpty();
  }

  @Test
  void aProfileInAPackageIsCheckedAgainst() throws IOException {
    pack(
        tar -> {
          file(tar, "package/package.json", MANIFEST);
          file(tar, "package/.index.json", "{\"index-version\":1,\"files\":[]}");
          file(tar, "package/StructureDefinition-example.json", PROFILE);
          file(tar, "package/example/not-a-resource.json", "[]");
          file(tar, "package/README.md", "# no resource");
        });
    Commands done = validate(archive);
    assertThat(done.exitCode()).as(done.err()).isEqualTo(1);
    assertMissesTheName(done.out());
  }

  @Test
  void theSameProfileInAFolderSaysTheSame() throws IOException {
    Path profiles = Files.createDirectories(folder.resolve("profiles/deeper"));
    Files.writeString(profiles.resolve("example.json"), PROFILE);
    Commands done = validate(profiles.getParent());
    assertThat(done.exitCode()).as(done.err()).isEqualTo(1);
    assertMissesTheName(done.out());
  }

  /** One fault that is no warning, so it is the profile that makes the message invalid. */
  private static void assertMissesTheName(String out) {
    assertThat(out)
        .contains("Organization.name")
        .containsOnlyOnce("\"strength\":\"MUST\",\"code\"");
  }

  /** Profiles that were not given are no fault of the message, and it is said that they are not. */
  @Test
  void withoutTheProfileNothingIsMissed() {
    Commands done = Commands.run("validate", "--json", "--fhir", message.toString());
    assertThat(done.exitCode()).as(done.out()).isZero();
    assertThat(done.out())
        .contains("Give the profile with --profiles to have it checked")
        .doesNotContain("Organization.name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escape.json",
        "package/../../escape.json",
        "/etc/escape.json",
        "package\\..\\escape.json",
        "C:/escape.json"
      })
  void aNameThatLeadsOutIsRefused(String name) throws IOException {
    pack(
        tar -> {
          file(tar, "package/package.json", MANIFEST);
          file(tar, name, PROFILE);
        });
    assertRefused("leads out of the package");
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR})
  void aLinkOrADeviceIsRefused(byte kind) throws IOException {
    pack(
        tar -> {
          file(tar, "package/package.json", MANIFEST);
          TarArchiveEntry entry = new TarArchiveEntry("package/passwd.json", kind);
          entry.setLinkName("/etc/passwd");
          tar.putArchiveEntry(entry);
          tar.closeArchiveEntry();
        });
    assertRefused("is a link, a device or sparse");
  }

  @Test
  void aLargeEntryIsRefused() throws IOException {
    pack(
        tar -> {
          file(tar, "package/package.json", MANIFEST);
          zeros(tar, "package/large.json", 33);
        });
    assertRefused("is larger than 32 MB");
  }

  @Test
  void aSmallArchiveThatUnpacksToMuchIsRefused() throws IOException {
    pack(
        tar -> {
          file(tar, "package/package.json", MANIFEST);
          for (int i = 0; i < 9; i++) {
            zeros(tar, "package/ballast-" + i, 30);
          }
        });
    assertThat(Files.size(archive)).as("a bomb is small").isLessThan(1 << 20);
    assertRefused("unpacks to more than 256 MB");
  }

  private static void zeros(TarArchiveOutputStream tar, String name, int megabytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize((long) megabytes << 20);
    tar.putArchiveEntry(entry);
    byte[] megabyte = new byte[1 << 20];
    for (int i = 0; i < megabytes; i++) {
      tar.write(megabyte);
    }
    tar.closeArchiveEntry();
  }

  @Test
  void anArchiveWithoutAManifestIsNoPackage() throws IOException {
    pack(tar -> file(tar, "package/StructureDefinition-example.json", PROFILE));
    assertRefused("it has no package/package.json");
  }

  @Test
  void aPackageForAnotherFhirIsRefused() throws IOException {
    pack(tar -> file(tar, "package/package.json", MANIFEST.replace("3.0.2", "4.0.1")));
    assertRefused("it is for FHIR [\"4.0.1\"]");
  }

  @Test
  void whatIsNoResourceIsNamed() throws IOException {
    pack(
        tar -> {
          file(tar, "package/package.json", MANIFEST);
          file(tar, "package/broken.json", "{\"resourceType\":\"Nothing\"}");
        });
    Commands done = validate(archive);
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("package.tgz!package/broken.json is no FHIR STU3 resource");
  }

  @Test
  void whatIsNoArchiveOrTornIsSaid() throws IOException {
    Files.writeString(archive, "not gzipped at all");
    assertRefused("is no readable gzipped tar");
    pack(tar -> file(tar, "package/package.json", MANIFEST + " ".repeat(50_000)));
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertRefused("is no readable gzipped tar");
  }

  @Test
  void noProfilesAtAllIsSaid() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Commands done = validate(empty);
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("no .xml or .json is in this folder");
    assertThat(validate(folder.resolve("nowhere.tgz")).err()).contains("nowhere.tgz is not there");
  }
}
