package gpcm.oidc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/sign-in.md shows what is there. */
class DocumentedPersonasTest {
  @TempDir Path folder;

  private final String page = read();

  private static String read() {
    try {
      return Files.readString(Path.of(System.getProperty("project.root"), "docs", "sign-in.md"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void allPersonasAreNamed() {
    OidcSettings.builder()
        .build()
        .personas()
        .forEach(persona -> assertThat(page).contains("`" + persona.id() + "`"));
  }

  @Test
  void theFilesShownCanBeRead() throws IOException {
    Path personas = Files.writeString(folder.resolve("personas.json"), json("\"personas\""));
    assertThat(OidcSettings.builder().personas(personas).build().personas()).hasSize(1);
    Path client = Files.writeString(folder.resolve("client.json"), json("\"redirect_uris\""));
    assertThat(RegisteredClient.read("gpcm", client).backChannelLogout()).isPresent();
  }

  private String json(String word) {
    int start = page.lastIndexOf("```json\n", page.indexOf(word)) + "```json\n".length();
    return page.substring(start, page.indexOf("```", start));
  }
}
