package gpcm.oidc.testing;

import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.OidcSettings;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts an {@link OidcServer} on a free port before the first test of a class. Register it as a
 * static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final OidcServerExtension provider = OidcServerExtension.standard();
 * }</pre>
 *
 * <p>Tests take the running server as a parameter of type {@link OidcServer}, or ask {@link
 * #server()}, and register their clients with {@link OidcServer#add}. Not for parallel test classes
 * that share one instance.
 */
public final class OidcServerExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private final UnaryOperator<OidcSettings.Builder> settings;
  private Optional<OidcServer> server = Optional.empty();

  private OidcServerExtension(UnaryOperator<OidcSettings.Builder> settings) {
    this.settings = settings;
  }

  /** A provider with the usual personas. */
  public static OidcServerExtension standard() {
    return with(builder -> builder);
  }

  /** A provider with settings of your own. */
  public static OidcServerExtension with(UnaryOperator<OidcSettings.Builder> settings) {
    return new OidcServerExtension(settings);
  }

  /**
   * The running server.
   *
   * @throws IllegalStateException before the first test
   */
  public OidcServer server() {
    return server.orElseThrow(
        () ->
            new IllegalStateException(
                "The OpenID provider isn't running; register the extension in a static field"));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server = Optional.of(OidcServer.start(settings.apply(OidcSettings.builder()).build()));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.ifPresent(OidcServer::close);
    server = Optional.empty();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OidcServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server();
  }
}
