package gpcm.node.calling;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.config.MailServerSettings;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a mail server, whoever sends is told that it was not sent. */
class MailServerTest {
  @TempDir Path folder;

  private void isRefused(Path authority) {
    MailServer server =
        new MailServer(
            new MailServerSettings(
                "localhost",
                25,
                MailServerSettings.Security.STARTTLS,
                Optional.of(authority),
                Optional.empty(),
                "alerts@node.example"));
    assertThatThrownBy(() -> server.send(MimeMessage::new)).isInstanceOf(IOException.class);
  }

  @Test
  void itsAuthorityMayBeMissing() {
    isRefused(folder.resolve("missing.pem"));
  }

  @Test
  void itsAuthorityMayBeBroken() throws Exception {
    isRefused(Files.writeString(folder.resolve("broken.pem"), "no certificate"));
  }
}
