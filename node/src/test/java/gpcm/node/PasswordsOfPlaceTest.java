package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.InvalidValueException;
import gpcm.node.config.SignInSettings;
import gpcm.node.people.LocalAccounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node's configuration says about passwords. */
class PasswordsOfPlaceTest {
  @Running TestNetwork network;
  @TempDir Path folder;

  private void configure(List<String> words, Optional<Path> breached) throws Exception {
    network.restartNode(
        configuration ->
            configuration.with(
                new SignInSettings(
                    List.of(),
                    true,
                    Map.of(),
                    words,
                    breached,
                    SignInSettings.SecondFactor.OPTIONAL)));
  }

  private void assertRefused(String password, String why) {
    LocalAccounts accounts = network.node().directory().accounts();
    assertThatThrownBy(() -> accounts.create("c.fictional", "C. Fictional", password))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(why);
  }

  private void assertTaken(String password) {
    assertThat(
            network
                .node()
                .directory()
                .accounts()
                .create("c.fictional." + UUID.randomUUID(), "C. Fictional", password)
                .name())
        .isEqualTo("C. Fictional");
  }

  @Test
  void wordsOfTheConfigurationAreRefused() throws Exception {
    assertRefused("Organisation A99901!", "words of this place");
    assertRefused("A99901-a99902-2026", "words of this place");
    assertTaken("periwinkle kestrel 26");
    configure(List.of("Periwinkle House", "kestrel"), Optional.empty());
    assertRefused("periwinkle kestrel 26", "words of this place");
  }

  @Test
  void aFileOfBreachedPasswordsIsLookedInto() throws Exception {
    assertTaken("marmot rinses teapots");
    Path file =
        Files.writeString(
            folder.resolve("breached.txt"), "3D904F4E3A2D76328F64E37C13D0A3D18180B95A:3\r\n");
    configure(List.of(), Optional.of(file));
    assertRefused("marmot rinses teapots", "break-in elsewhere");
  }
}
