package gpcm.oidc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.RegisteredClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension as another supplier would use it. */
class OidcServerExtensionTest {
  private static final URI CALLBACK = URI.create("http://127.0.0.1:9/callback");
  private static final URI BACK_CHANNEL = URI.create("http://127.0.0.1:9/back-channel");

  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();

  @BeforeEach
  void register(OidcServer server) {
    server.add(
        RegisteredClient.withSecret("our-system", "a-secret", CALLBACK)
            .toldOfLogoutAt(BACK_CHANNEL));
  }

  @Test
  void testsFindTheServerRunning(OidcServer server) {
    assertThat(server).isSameAs(provider.server());
    assertThat(server.issuer().getHost()).isEqualTo("127.0.0.1");
    assertThat(server.personas()).isNotEmpty();
  }

  @Test
  void thePageShowsTheseLines() throws IOException {
    Path root = Path.of(System.getProperty("project.root"));
    String page = Files.readString(root.resolve("docs/sign-in.md"));
    int start = page.indexOf("```java\n") + "```java\n".length();
    String shown = page.substring(start, page.indexOf("```", start));
    String here =
        Files.readString(
            root.resolve(
                "oidc-server/src/test/java/gpcm/oidc/testing/OidcServerExtensionTest.java"));
    assertThat(withoutSpace(here)).contains(withoutSpace(shown));
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }
}
