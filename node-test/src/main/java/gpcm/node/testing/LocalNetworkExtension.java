package gpcm.node.testing;

import gpcm.mesh.server.LocalMeshServer;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a {@link LocalNetwork} for tests and stops it after them: in a static field one for the
 * class, in any other field one for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalNetworkExtension network = LocalNetworkExtension.hubAndPractice();
 * }</pre>
 *
 * <p>Tests take the running {@link LocalNetwork} as a parameter, or ask {@link #network()}. Tests
 * that share one find what others left in it, so each looks at its own documents. It runs as long
 * as somebody uses it, so test classes that share an instance may run at the same time.
 */
public final class LocalNetworkExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private final LocalNetwork.Builder builder;
  private Optional<LocalNetwork> running = Optional.empty();
  private int users;

  private LocalNetworkExtension(LocalNetwork.Builder builder) {
    this.builder = builder;
  }

  /** {@link LocalNetwork#hubAndPractice()}: a hub that sends and a practice that receives. */
  public static LocalNetworkExtension hubAndPractice() {
    return of(LocalNetwork.hubAndPractice());
  }

  /** A network of your own. */
  public static LocalNetworkExtension of(LocalNetwork.Builder builder) {
    return new LocalNetworkExtension(builder);
  }

  /**
   * The running network.
   *
   * @throws IllegalStateException before the first test
   */
  public synchronized LocalNetwork network() {
    return running.orElseThrow(
        () ->
            new IllegalStateException(
                "the network isn't running: register the extension in a field with"
                    + " @RegisterExtension"));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    begin();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    begin();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    end();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end();
  }

  private synchronized void begin() throws IOException {
    if (running.isEmpty()) {
      running = Optional.of(builder.start());
    }
    users++;
  }

  // After a start that failed there is nobody to count.
  private synchronized void end() {
    users = Math.max(0, users - 1);
    if (users == 0) {
      Optional<LocalNetwork> ending = running;
      running = Optional.empty();
      ending.ifPresent(LocalNetwork::close);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LocalNetwork.class || type == LocalMeshServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalMeshServer.class
        ? network().mesh()
        : network();
  }
}
