package gpcm.node.config;

import gpcm.mesh.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a secret stands. */
public sealed interface SecretSource {
  /** In the configuration or the environment. */
  record Given(Secret secret) implements SecretSource {}

  /** In a file of its own, whose end of line does not belong to it. */
  record InFile(Path path) implements SecretSource {}

  /** The file, when it is in one: to look whether it has changed. */
  default Optional<Path> file() {
    return this instanceof InFile(Path path) ? Optional.of(path) : Optional.empty();
  }

  /**
   * The secret as it is now.
   *
   * @throws IllegalArgumentException naming the file that holds none
   */
  default Secret read() {
    return switch (this) {
      case Given(Secret secret) -> secret;
      case InFile(Path path) -> {
        try {
          String text = Files.readString(path, StandardCharsets.UTF_8).stripTrailing();
          if (text.isEmpty()) {
            throw new IllegalArgumentException(path + " is empty; it should hold a password");
          }
          yield Secret.of(text);
        } catch (IOException e) {
          throw new IllegalArgumentException("Can't read the password in " + path, e);
        }
      }
    };
  }
}
