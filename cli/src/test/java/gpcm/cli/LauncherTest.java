package gpcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a JDK that tells how it was called instead of running anything. */
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  @TempDir Path folder;

  /** An installation: the launcher and what it needs, but no sources to build. */
  private String run(Map<String, String> environment) throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("jdk"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"options $*\"\nenv | grep -e GPCM_ -e LC_ALL\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder.resolve("cli/target/gpcm/lib"));
    Files.createDirectories(folder.resolve("launcher"));
    Path launcher =
        Files.copy(
            ROOT.resolve("gpcm"), folder.resolve("gpcm"), StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    Files.copy(
        ROOT.resolve("launcher/java.sh"),
        folder.resolve("launcher/java.sh"),
        StandardCopyOption.REPLACE_EXISTING);
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "node").redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GPCM_"));
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** A node refuses a GPCM_ variable it does not know. */
  @Test
  void itsOwnVariablesAreObeyedAndEndThere() throws Exception {
    String said =
        run(
            Map.of(
                "GPCM_JAVA_OPTIONS", "-Xmx123m",
                "GPCM_JAVA_HOMES", "/nowhere",
                "GPCM_HTTP_PORT", "8081"));
    assertThat(said)
        .contains("-Xmx123m", "GPCM_HTTP_PORT=8081")
        .doesNotContain("GPCM_JAVA_OPTIONS", "GPCM_JAVA_HOMES");
  }

  /** Under C the JVM cannot open a file with an accent in its name; a choice of one's own stays. */
  @Test
  void filesWithAccentsCanBeNamedWhereNoLocaleIsSet() throws Exception {
    assertThat(run(Map.of("LC_ALL", "C"))).contains("LC_ALL=C.UTF-8");
    assertThat(run(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""))).contains("LC_ALL=C.UTF-8");
    assertThat(run(Map.of("LC_ALL", "en_GB.UTF-8"))).contains("LC_ALL=en_GB.UTF-8");
  }

  @Test
  void withoutAJdkItSaysWhatIsMissing() throws Exception {
    Path launcher = Files.copy(ROOT.resolve("gpcm"), folder.resolve("gpcm"));
    Files.createDirectories(folder.resolve("launcher"));
    Files.copy(ROOT.resolve("launcher/java.sh"), folder.resolve("launcher/java.sh"));
    ProcessBuilder builder =
        new ProcessBuilder("bash", launcher.toString(), "--version").redirectErrorStream(true);
    builder.environment().put("GPCM_JAVA_HOMES", folder.toString());
    builder.environment().put("HOME", folder.toString());
    // Without the folders where a java may be, and with the few commands the launcher itself needs.
    Path commands = Files.createDirectories(folder.resolve("bin"));
    for (String name : List.of("dirname", "readlink", "find", "sed", "head")) {
      Files.createSymbolicLink(
          commands.resolve(name),
          Stream.of("/usr/bin", "/bin")
              .map(place -> Path.of(place, name))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow());
    }
    builder.environment().put("PATH", commands.toString());
    builder.environment().remove("JAVA_HOME");
    builder.command().set(0, "/bin/bash");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(69);
    assertThat(said).startsWith("gpcm needs a JDK 21 or newer and found none");
  }

  @Test
  void onlyWithATerminalItSaysSo() throws Exception {
    assertThat(run(Map.of())).doesNotContain("gpcm.terminal");
  }
}
