package gpcm.bench;

import gpcm.node.config.ByteSize;
import gpcm.node.config.DatabaseSettings;
import gpcm.node.store.Content;
import gpcm.node.store.ContentStore;
import gpcm.node.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * At which size does content belong into a file instead of a row? Stores and reads random content
 * both ways, sizes 4 KiB to 8 MiB, one caller and eight, each store a durable commit. Rows and
 * files take turns within one run, so that the ratios do not depend on how busy the machine is.
 */
public final class ContentBorder {
  private static final int[] KIBIBYTES = {4, 16, 64, 128, 256, 512, 1024, 2048, 4096, 8192};
  private static final long BYTES_A_ROUND = 48L << 20;
  private static final int ROUNDS = 5;

  private final Database database;
  private final ContentStore rows;
  private final ContentStore files;

  private ContentBorder(Database database, Path folder) {
    this.database = database;
    this.rows = new ContentStore(database, folder.resolve("content"), ByteSize.ofMebibytes(16));
    this.files = new ContentStore(database, folder.resolve("content"), new ByteSize(0));
  }

  /**
   * Runs the benchmark in the folder given, which should be on the disk that will hold the data.
   */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options = BenchmarkOptions.read(arguments, Set.of("folder"), Set.of());
    Path folder =
        Files.createTempDirectory(
            options.path("folder", Path.of(System.getProperty("java.io.tmpdir"))),
            "content-border");
    ResultLine line = ResultLine.of("content-border");
    try (Database database = Database.open(DatabaseSettings.bundled(), folder)) {
      ContentBorder bench = new ContentBorder(database, folder);
      bench.rounds(64 << 10, 1, 2); // warm up
      System.out.println(
          "callers  size KiB   put row  put file  row/file   get row  get file  row/file   (median"
              + " microseconds)");
      for (int callers : new int[] {1, 8}) {
        for (int size : KIBIBYTES) {
          Figures figures = bench.rounds(size << 10, callers, ROUNDS);
          figures.print(callers, size);
          if (size == 128) {
            line.with(
                callers == 1 ? "rowToFileOneCaller" : "rowToFileEightCallers",
                (double) figures.putRow().median() / figures.putFile().median());
          }
        }
      }
    }
    line.print();
  }

  private Figures rounds(int size, int callers, int rounds) throws Exception {
    Figures figures = new Figures(new Times(), new Times(), new Times(), new Times());
    int each = Math.clamp(BYTES_A_ROUND / size / callers, 4, 200);
    try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
      for (int round = 0; round < rounds; round++) {
        figures.add(run(pool, rows, size, callers, each), run(pool, files, size, callers, each));
      }
    }
    return figures;
  }

  private Round run(ExecutorService pool, ContentStore store, int size, int callers, int each)
      throws InterruptedException, ExecutionException {
    List<Future<Round>> running = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      running.add(pool.submit(() -> caller(store, size, each)));
    }
    Round all = new Round(new Times(), new Times());
    for (Future<Round> future : running) {
      all.puts().addAll(future.get().puts());
      all.gets().addAll(future.get().gets());
    }
    return all;
  }

  private Round caller(ContentStore store, int size, int each) throws IOException {
    Round round = new Round(new Times(), new Times());
    Random random = new Random();
    byte[] bytes = new byte[size];
    for (int i = 0; i < each; i++) {
      random.nextBytes(bytes);
      long start = System.nanoTime();
      Content content = database.inTransaction(open -> store.put(open.handle(), bytes));
      long stored = System.nanoTime();
      try (InputStream in = store.open(content.hash())) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      round.puts().add(stored - start);
      round.gets().add(System.nanoTime() - stored);
    }
    return round;
  }

  private record Round(Times puts, Times gets) {}

  private record Figures(Times putRow, Times putFile, Times getRow, Times getFile) {
    void add(Round row, Round file) {
      putRow.addAll(row.puts());
      getRow.addAll(row.gets());
      putFile.addAll(file.puts());
      getFile.addAll(file.gets());
    }

    void print(int callers, int size) {
      System.out.printf(
          "%7d  %8d  %8d  %8d  %8.2f  %8d  %8d  %8.2f%n",
          callers,
          size,
          putRow.median(),
          putFile.median(),
          (double) putRow.median() / putFile.median(),
          getRow.median(),
          getFile.median(),
          (double) getRow.median() / getFile.median());
    }
  }

  /** Durations, to be put in order at the end. */
  private static final class Times {
    private final List<Long> nanos = new ArrayList<>();

    void add(long each) {
      nanos.add(each);
    }

    void addAll(Times others) {
      nanos.addAll(others.nanos);
    }

    long median() {
      long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2] / 1000;
    }
  }
}
