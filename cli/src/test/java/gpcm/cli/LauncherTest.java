package gpcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
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
    Files.writeString(java, "#!/bin/sh\necho \"options $*\"\nenv | grep GPCM_\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder.resolve("cli/target/gpcm/lib"));
    Files.createDirectories(folder.resolve("launcher"));
    Path launcher = Files.copy(ROOT.resolve("gpcm"), folder.resolve("gpcm"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    Files.copy(ROOT.resolve("launcher/java.sh"), folder.resolve("launcher/java.sh"));
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
}
