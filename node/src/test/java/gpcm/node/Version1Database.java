package gpcm.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The database and the content files of a node of version 1 of the tables (migrations 1 to 6), and
 * the folder of its local MESH server, as a process that was killed in the middle of its work left
 * them. What is in it and how it was made: README.md beside the dump.
 */
public final class Version1Database {
  private static final String DUMP = "upgrade/version-1.zip";
  private static final String SQL = "database.sql";

  private Version1Database() {}

  /** What must still be there afterwards: the answers of the old node, and lists of its rows. */
  public static JsonNode expected() throws IOException {
    try (InputStream json = Version1Database.class.getResourceAsStream("upgrade/expected.json")) {
      return new ObjectMapper().readTree(json);
    }
  }

  /** Makes the old tables with everything that was in them, in an empty database. */
  public static void loadInto(String url, String user, String password)
      throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql());
    }
  }

  /** Puts the old node's large content where it had it: into {@code content} in its data folder. */
  public static void unpackContent(Path dataFolder) throws IOException {
    unpack("content/", dataFolder.resolve("content"));
  }

  /** Puts the folder of the MESH server of that moment where a new one is to find it. */
  public static void unpackMesh(Path folder) throws IOException {
    unpack("mesh/", folder);
  }

  private static void unpack(String part, Path folder) throws IOException {
    try (ZipInputStream dump = dump()) {
      for (ZipEntry entry = dump.getNextEntry(); entry != null; entry = dump.getNextEntry()) {
        if (entry.getName().startsWith(part)) {
          Path file = folder.resolve(entry.getName().substring(part.length()));
          Files.createDirectories(file.getParent());
          Files.copy(dump, file);
        }
      }
    }
  }

  private static String sql() throws IOException {
    try (ZipInputStream dump = dump()) {
      ZipEntry entry = dump.getNextEntry();
      while (!entry.getName().equals(SQL)) {
        entry = dump.getNextEntry();
      }
      return new String(dump.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ZipInputStream dump() {
    return new ZipInputStream(Version1Database.class.getResourceAsStream(DUMP));
  }
}
