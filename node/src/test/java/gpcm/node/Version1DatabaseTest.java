package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.mesh.Secret;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The dump is whole: what an upgrade is tested against is what the old node had. */
@ExtendWith(DatabaseExtension.class)
class Version1DatabaseTest {
  @Test
  void everyRowIsLoaded(DatabaseSettings settings) throws Exception {
    String url = settings.url().orElseThrow();
    String user = settings.user().orElseThrow();
    String password = settings.password().map(Secret::reveal).orElseThrow();

    Version1Database.loadInto(url, user, password);

    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, JsonNode> table :
          Version1Database.expected().path("rows").properties()) {
        try (ResultSet row = statement.executeQuery("select count(*) from " + table.getKey())) {
          row.next();
          assertThat(row.getInt(1)).as(table.getKey()).isEqualTo(table.getValue().asInt());
        }
      }
    }
  }

  @Test
  void everyLargeContentIsUnpacked(@TempDir Path folder) throws Exception {
    Version1Database.unpackContent(folder);

    int files = 0;
    for (JsonNode content : Version1Database.expected().path("contents")) {
      if (content.path("file").asBoolean()) {
        files++;
        String hash = content.path("sha256").asText();
        byte[] bytes =
            Files.readAllBytes(
                folder.resolve("content").resolve(hash.substring(0, 2)).resolve(hash.substring(2)));
        assertThat(bytes).hasSize(content.path("size").asInt());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
            .isEqualTo(hash);
      }
    }
    assertThat(files).isPositive();
  }
}
