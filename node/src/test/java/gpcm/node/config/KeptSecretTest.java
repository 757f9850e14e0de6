package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret in a file is another without a restart. */
class KeptSecretTest {
  @TempDir Path folder;

  private KeptSecret kept(String text) throws IOException {
    return new KeptSecret(new SecretSource.InFile(write(text)));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("secret"), text);
  }

  @Test
  void whatIsWrittenToTheFileIsTheSecretFromThenOn() throws Exception {
    KeptSecret secret = kept("the first\n");
    assertThat(secret.get()).isEqualTo(Secret.of("the first"));
    write("another one\n");
    assertThat(secret.get()).isEqualTo(Secret.of("another one"));
  }

  @Test
  void aFileThatIsEmptyOrGoneLeavesItAsItWas() throws Exception {
    KeptSecret secret = kept("the first");
    write("");
    assertThat(secret.get()).isEqualTo(Secret.of("the first"));
    Files.delete(folder.resolve("secret"));
    assertThat(secret.get()).isEqualTo(Secret.of("the first"));
    write("another one");
    assertThat(secret.get()).isEqualTo(Secret.of("another one"));
  }

  @Test
  void aFileThatHoldsNoneAtTheStartIsNamed() {
    assertThatThrownBy(() -> kept("")).hasMessageContaining("secret is empty");
  }
}
