package gpcm.bench.endtoend;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Milliseconds of processor time that the kernel says processes have used. Linux only.
 *
 * @param node the nodes but for their compilers
 * @param mesh the MESH server but for its compiler
 * @param database all processes of PostgreSQL, those that have ended too
 * @param compiler what compiled the nodes' and the MESH server's code while they ran
 * @param client this process, which hands in
 */
record ProcessorTime(double node, double mesh, double database, double compiler, double client) {
  private static final Path PROCESSES = Path.of("/proc");

  /** The kernel's unit in these files, on every Linux that Java runs on. */
  private static final double MILLISECONDS_A_TICK = 10;

  static ProcessorTime of(Network network) throws IOException {
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      throw new IOException("processor time is read from /proc, which only Linux has");
    }
    long mesh = network.meshProcess().pid();
    double nodes = 0;
    double compiler = 0;
    for (Network.RunningNode node : network.nodes()) {
      nodes += own(node.process().pid());
      compiler += compiler(node.process().pid());
    }
    double meshCompiler = compiler(mesh);
    return new ProcessorTime(
        nodes - compiler,
        own(mesh) - meshCompiler,
        family(network.database().process()),
        compiler + meshCompiler,
        own(ProcessHandle.current().pid()));
  }

  ProcessorTime since(ProcessorTime earlier) {
    return new ProcessorTime(
        node - earlier.node,
        mesh - earlier.mesh,
        database - earlier.database,
        compiler - earlier.compiler,
        client - earlier.client);
  }

  /** Of node, MESH server and database, a document. */
  double total(int documents) {
    return (node + mesh + database) / documents;
  }

  private static double own(long process) throws IOException {
    return ticks(PROCESSES.resolve(Long.toString(process)), 11, 12);
  }

  /** A server, the children that live, and those that have ended. */
  private static double family(long process) throws IOException {
    double all = ticks(PROCESSES.resolve(Long.toString(process)), 11, 12, 13, 14);
    List<Long> children =
        ProcessHandle.of(process).stream()
            .flatMap(ProcessHandle::descendants)
            .map(ProcessHandle::pid)
            .toList();
    for (long child : children) {
      all += ticks(PROCESSES.resolve(Long.toString(child)), 11, 12);
    }
    return all;
  }

  private static double compiler(long process) throws IOException {
    double all = 0;
    Path threads = PROCESSES.resolve(Long.toString(process)).resolve("task");
    try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
      for (Path thread : each) {
        if (Files.readString(thread.resolve("comm")).matches("C[12] CompilerThre.*\\s*")) {
          all += ticks(thread, 11, 12);
        }
      }
    }
    return all;
  }

  /** Fields of {@code stat}, counted behind the name, which stands in brackets. */
  private static double ticks(Path folder, int... fields) throws IOException {
    String stat;
    try {
      stat = Files.readString(folder.resolve("stat"));
    } catch (NoSuchFileException ended) {
      return 0;
    }
    String[] parts = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Arrays.stream(fields).mapToLong(field -> Long.parseLong(parts[field])).sum()
        * MILLISECONDS_A_TICK;
  }
}
