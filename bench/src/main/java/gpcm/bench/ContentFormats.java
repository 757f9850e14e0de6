package gpcm.bench;

import gpcm.postgres.PostgresServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What a document's bytes cost PostgreSQL in several forms of rows: processor time of all its
 * processes, read from {@code /proc}, with the checkpoint at the end, and write-ahead log. Linux
 * only.
 */
public final class ContentFormats {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final double MILLIS_A_TICK = 10;

  /** A form of the rows. */
  private enum Form {
    WHOLE_TOAST(Integer.MAX_VALUE, "external"),
    CHUNKS_32_KIB_TOAST(32 << 10, "external"),
    CHUNKS_256_KIB_TOAST(256 << 10, "external"),
    CHUNKS_OF_A_PAGE(8116, "plain");

    private final int chunk;
    private final String storage;

    Form(int chunk, String storage) {
      this.chunk = chunk;
      this.storage = storage;
    }
  }

  /** So many documents of a size, so many in a transaction. */
  private record Load(int size, int batch, int documents) {}

  private final Connection connection;
  private final Path data;
  private final Random random = new Random(1);

  private ContentFormats(Connection connection, Path data) {
    this.connection = connection;
    this.data = data;
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] arguments) throws IOException, SQLException {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("folder", "rounds"), Set.of());
    int rounds = options.number("rounds", 1);
    Path folder =
        Files.createTempDirectory(options.path("folder", Path.of(".")), "content-formats");
    ResultLine line = ResultLine.of("content");
    try (PostgresServer server = PostgresServer.start(folder);
        Connection connection =
            DriverManager.getConnection(
                server.url() + "?reWriteBatchedInserts=true",
                PostgresServer.USER,
                server.password())) {
      ContentFormats bench = new ContentFormats(connection, folder.toRealPath().resolve("data"));
      System.out.println("form                  written   size  batch    cpu ms    log KB");
      for (Load load :
          new Load[] {
            new Load(62_000, 1, 300 * rounds),
            new Load(62_000, 64, 1920 * rounds),
            new Load(4_000, 64, 6400 * rounds),
            new Load(1 << 20, 16, 64 * rounds)
          }) {
        for (Form form : Form.values()) {
          for (boolean copy : new boolean[] {false, true}) {
            bench.measure(form, copy, load, line);
          }
        }
      }
    }
    System.out.println("the files of the server are left in " + folder);
    line.print();
  }

  private void measure(Form form, boolean copy, Load load, ResultLine line)
      throws IOException, SQLException {
    store(form, copy, new Load(load.size, load.batch, load.batch * 4)); // warm up
    execute("checkpoint");
    long cpu = processorTicks();
    long log = logBytes();
    store(form, copy, load);
    long written = logBytes() - log;
    execute("checkpoint");
    double millis = (processorTicks() - cpu) * MILLIS_A_TICK / load.documents;
    double kilobytes = written / 1024.0 / load.documents;
    String how = copy ? "copy" : "insert";
    System.out.printf(
        "%-21s %-7s %7d %5d %9.3f %9.1f%n",
        form.name().toLowerCase(Locale.ROOT), how, load.size, load.batch, millis, kilobytes);
    line.with(
        "%s-%s-%d-in-%d"
            .formatted(
                form.name().toLowerCase(Locale.ROOT).replace('_', '-'), how, load.size, load.batch),
        ResultLine.part()
            .with("cpuMillisPerDocument", millis)
            .with("logKilobytesPerDocument", kilobytes));
  }

  private void store(Form form, boolean copy, Load load) throws SQLException {
    execute("drop table if exists chunk");
    execute("create table chunk (content bigint, n int, bytes bytea, primary key (content, n))");
    execute("alter table chunk alter bytes set storage " + form.storage);
    execute("alter table chunk set (autovacuum_enabled = off)");
    byte[][] documents = new byte[load.batch][load.size];
    connection.setAutoCommit(false);
    for (long first = 0; first < load.documents; first += load.batch) {
      for (byte[] document : documents) {
        random.nextBytes(document);
      }
      if (copy) {
        copy(first, documents, form.chunk);
      } else {
        insert(first, documents, form.chunk);
      }
      connection.commit();
    }
    connection.setAutoCommit(true);
  }

  private void insert(long first, byte[][] documents, int chunk) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into chunk (content, n, bytes) values (?, ?, ?)")) {
      for (int i = 0; i < documents.length; i++) {
        byte[] bytes = documents[i];
        for (int offset = 0, n = 0;
            offset < bytes.length;
            offset += length(bytes, offset, chunk), n++) {
          insert.setLong(1, first + i);
          insert.setInt(2, n);
          insert.setBytes(
              3, Arrays.copyOfRange(bytes, offset, offset + length(bytes, offset, chunk)));
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private void copy(long first, byte[][] documents, int chunk) throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy chunk (content, n, bytes) from stdin binary");
    ByteBuffer buffer =
        ByteBuffer.allocate(64 + Math.max(1 << 16, Math.min(chunk, documents[0].length)));
    buffer.put(SIGNATURE).putInt(0).putInt(0);
    for (int i = 0; i < documents.length; i++) {
      byte[] bytes = documents[i];
      for (int offset = 0, n = 0;
          offset < bytes.length;
          offset += length(bytes, offset, chunk), n++) {
        int length = length(bytes, offset, chunk);
        if (buffer.remaining() < length + 32) {
          flush(copy, buffer);
        }
        buffer.putShort((short) 3).putInt(8).putLong(first + i).putInt(4).putInt(n);
        buffer.putInt(length).put(bytes, offset, length);
      }
    }
    flush(copy, buffer);
    buffer.putShort((short) -1);
    flush(copy, buffer);
    copy.endCopy();
  }

  private static int length(byte[] bytes, int offset, int chunk) {
    return Math.min(chunk, bytes.length - offset);
  }

  private static void flush(CopyIn copy, ByteBuffer buffer) throws SQLException {
    copy.writeToCopy(buffer.array(), buffer.arrayOffset(), buffer.position());
    buffer.clear();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long logBytes() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Of the server's processes; one that ended meanwhile is missing, but none of ours does. */
  private long processorTicks() throws IOException {
    long ticks = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        ticks += ticks(process);
      }
    }
    return ticks;
  }

  private long ticks(Path process) {
    try {
      if (!Files.readSymbolicLink(process.resolve("cwd")).equals(data)) {
        return 0;
      }
      String stat = Files.readString(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (IOException e) {
      return 0; // another user's process, or one that has ended
    }
  }
}
