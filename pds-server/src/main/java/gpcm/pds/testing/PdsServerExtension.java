package gpcm.pds.testing;

import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a {@link PdsServer} for the tests of a class, on a free port, and mends it after each. To be
 * registered as a static field:
 *
 * <pre>{@code
 * @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();
 * }</pre>
 *
 * <p>Not for classes that run in parallel and share one instance.
 */
public final class PdsServerExtension
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final PdsServerSettings settings;
  private Optional<PdsServer> running = Optional.empty();

  private PdsServerExtension(PdsServerSettings settings) {
    this.settings = settings;
  }

  /** One that asks nobody for a token. */
  public static PdsServerExtension open() {
    return with(PdsServerSettings.defaults());
  }

  /** One that is set up like this. */
  public static PdsServerExtension with(PdsServerSettings settings) {
    return new PdsServerExtension(settings);
  }

  /**
   * The server.
   *
   * @throws IllegalStateException when no test is running
   */
  public PdsServer server() {
    return running.orElseThrow(
        () -> new IllegalStateException("The stand-in for PDS runs only while tests do"));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running = Optional.of(PdsServer.start(settings));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    server().mend();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    running.ifPresent(PdsServer::close);
    running = Optional.empty();
  }
}
