package gpcm.mesh.testing;

import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.mesh.server.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a {@link LocalMeshServer} on a free port before the first test of a class and empties it
 * before each test. Register it as a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MeshServerExtension mesh = MeshServerExtension.sandbox();
 * }</pre>
 *
 * <p>Tests take the running server as a parameter of type {@link LocalMeshServer}, or ask {@link
 * #server()}. Not for parallel test classes that share one instance.
 */
public final class MeshServerExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
  private final UnaryOperator<ServerSettings.Builder> settings;
  private Optional<LocalMeshServer> server = Optional.empty();
  private Optional<Path> folder = Optional.empty();

  private MeshServerExtension(UnaryOperator<ServerSettings.Builder> settings) {
    this.settings = settings;
  }

  /**
   * A compatible server with the public sandbox's mailboxes X26ABC1 to X26ABC3, password
   * "password", key "TestKey".
   */
  public static MeshServerExtension sandbox() {
    return with(builder -> builder.mode(Mode.COMPATIBLE).sandbox());
  }

  /** A server with settings of your own; strict unless they say otherwise. */
  public static MeshServerExtension with(UnaryOperator<ServerSettings.Builder> settings) {
    return new MeshServerExtension(settings);
  }

  /**
   * The running server.
   *
   * @throws IllegalStateException before the first test
   */
  public LocalMeshServer server() {
    return server.orElseThrow(
        () ->
            new IllegalStateException(
                "The MESH server isn't running; register the extension in a static field"));
  }

  /** Starts a client of one of the sandbox's mailboxes; change what differs. */
  public MeshClient.Builder client(String mailbox) {
    return MeshClient.builder()
        .url(server().url())
        .mailbox(mailbox)
        .password(Secret.of("password"))
        .sharedKey(Secret.of("TestKey"));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path made = Files.createTempDirectory("mesh-server");
    folder = Optional.of(made);
    server = Optional.of(LocalMeshServer.start(settings.apply(ServerSettings.in(made)).build()));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    server().reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.ifPresent(LocalMeshServer::close);
    server = Optional.empty();
    folder.ifPresent(MeshServerExtension::delete);
    folder = Optional.empty();
  }

  private static void delete(Path made) {
    try (Stream<Path> all = Files.walk(made)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The test server's folder can't be deleted", e);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalMeshServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server();
  }
}
