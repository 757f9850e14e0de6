package gpcm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code gpcm validate} of one file through the launcher, as a user types it, against a bare JVM
 * that loads HAPI's DSTU3 context; both with class-data sharing, taking turns.
 */
public final class StartUp {
  private StartUp() {}

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("rounds", "input"), Set.of());
    int rounds = options.number("rounds", 15);
    Path root = Path.of(System.getProperty("project.root", "."));
    Path folder = Files.createTempDirectory("gpcm-start-up");
    Path message = Files.write(folder.resolve("message.xml"), ExampleMessage.chosen(options));
    Path archive = folder.resolve("bare.jsa");
    List<String> ours =
        List.of(root.resolve("gpcm").toString(), "validate", "--json", message.toString());
    List<String> bare =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + archive,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "-cp",
            System.getProperty("java.class.path"),
            BareContext.class.getName());
    // The first run of each makes its archive of classes.
    once(ours);
    once(bare);
    List<Double> launcher = new ArrayList<>();
    List<Double> context = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      launcher.add(once(ours));
      context.add(once(bare));
    }
    Files.deleteIfExists(archive);
    Files.delete(message);
    Files.delete(folder);
    double one = median(launcher);
    double other = median(context);
    System.out.printf(
        "gpcm validate: %.0f ms, bare DSTU3 context: %.0f ms, ratio %.2f%n",
        one, other, one / other);
    ResultLine.of("start-up")
        .with("validateMillis", one)
        .with("bareContextMillis", other)
        .with("timesBareContext", one / other)
        .print();
  }

  private static double once(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with exit code " + code);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
