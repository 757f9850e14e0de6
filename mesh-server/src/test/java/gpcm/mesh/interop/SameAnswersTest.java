package gpcm.mesh.interop;

import static gpcm.mesh.interop.SideBySide.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same requests, side by side, to the official sandbox and to our server in compatible mode:
 * status, media type, MESH headers and body must be the same, but for ids and times.
 */
@Tag("slow")
class SameAnswersTest {
  private static final String V2 = "application/vnd.mesh.v2+json";

  @TempDir Path folder;

  @Test
  void answersAreTheSame() throws Exception {
    try (SideBySide servers = SideBySide.start(folder)) {
      ConnectionRequests connection = new ConnectionRequests(servers);
      SendingRequests sending = new SendingRequests(servers);
      MessageRequests messages = new MessageRequests(servers);
      AdminRequests admin = new AdminRequests(servers);
      for (Map<String, String> version : List.of(headers(), headers("Accept", V2))) {
        connection.handshakeAndTokens(version);
        sending.sending(version);
        sending.chunks(version);
        messages.inbox(version);
        messages.trackingAndLookup(version);
        messages.states(version);
        sending.packed(version);
        admin.admin(version);
        admin.adminMistakes(version);
      }
      connection.versions();
      assertThat(servers.differences()).as(String.join("\n", servers.differences())).isEmpty();
    }
  }
}
