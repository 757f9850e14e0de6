package gpcm.bench.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A version of the project whose launcher works.
 *
 * @param name for people
 * @param root where its launcher lies
 * @param repository whose git worktree it is, to be removed at the end; its own root when it stays
 */
record Installation(String name, Path root, Path repository) implements AutoCloseable {

  /** This version, built if need be. */
  static Installation here() throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("project.root", ".")).toAbsolutePath().normalize();
    return new Installation("this", root, root).build();
  }

  /**
   * Another revision, checked out below the folder and built there.
   *
   * @throws IOException when there is no such revision, or it cannot be built
   */
  static Installation ofRevision(Path repository, String revision, Path folder)
      throws IOException, InterruptedException {
    Path checkout = folder.resolve("revision");
    run(
        List.of(
            "git",
            "-C",
            repository.toString(),
            "worktree",
            "add",
            "--detach",
            checkout.toString(),
            revision));
    Installation installation = new Installation(revision, checkout, repository);
    try {
      return installation.build();
    } catch (IOException | InterruptedException e) {
      installation.close();
      throw e;
    }
  }

  /** The launcher builds what is not built, and makes its archive of classes. */
  private Installation build() throws IOException, InterruptedException {
    run(List.of(launcher(), "--version"));
    return this;
  }

  private String launcher() {
    return root.resolve("gpcm").toString();
  }

  /**
   * Starts a command of this version; what it says goes into the file.
   *
   * @param javaOptions of its JVM, besides those of the launcher
   */
  Process start(Path log, String javaOptions, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GPCM_"));
    // A compiler's thread that came and went would take the time it used with it.
    builder
        .environment()
        .put("JDK_JAVA_OPTIONS", "-XX:-UseDynamicNumberOfCompilerThreads " + javaOptions);
    return builder.start();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with exit code " + code);
    }
  }

  @Override
  public void close() throws IOException {
    if (repository.equals(root) || !Files.exists(root)) {
      return;
    }
    try {
      run(
          List.of(
              "git",
              "-C",
              repository.toString(),
              "worktree",
              "remove",
              "--force",
              root.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
