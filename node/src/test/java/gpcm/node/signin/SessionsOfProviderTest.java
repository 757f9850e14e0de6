package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import gpcm.node.people.Acting;
import gpcm.node.people.People;
import gpcm.node.people.Person;
import gpcm.node.people.ProviderSessions;
import gpcm.node.people.Role;
import gpcm.node.people.SessionLimits;
import gpcm.node.people.Sessions;
import gpcm.node.store.Database;
import gpcm.oidc.server.LogoutDelivery;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.RegisteredClient;
import gpcm.oidc.testing.OidcServerExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the provider to a session of ours, and its end when the provider says so. */
class SessionsOfProviderTest extends SignInFixture {
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();

  private final OidcServer server = provider.server();
  private OpenIdProvider client;
  private People people;
  private Sessions sessions;
  private ProviderSessions ofProviders;
  private HttpServer node;

  @BeforeEach
  void listen(Database own) throws IOException {
    people = new People(own.jdbi(), InstantSource.system());
    sessions = new Sessions(own.jdbi(), InstantSource.system(), SessionLimits.USUAL);
    ofProviders = new ProviderSessions(own.jdbi(), InstantSource.system());
    client = cis2(server);
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/back-channel",
        exchange -> {
          String form =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(end(form.replace("logout_token=", "")) ? 200 : 400, -1);
          exchange.close();
        });
    node.start();
    server.add(
        RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK)
            .toldOfLogoutAt(
                URI.create("http://127.0.0.1:" + node.getAddress().getPort() + "/back-channel")));
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  private boolean end(String logoutToken) {
    return switch (client.loggedOut(logoutToken)) {
      case LogoutOutcome.End end -> {
        ofProviders.end(end.what());
        yield true;
      }
      case LogoutOutcome.Ignored ignored -> false;
    };
  }

  private String session(String persona) {
    SignedIn signedIn = only(signIn(client, persona));
    Person person =
        people.known(signedIn.issuer(), signedIn.subject(), signedIn.name(), signedIn.nationalId());
    return sessions.begin(signedIn.by(person), "127.0.0.1", "a browser");
  }

  @Test
  void whoSignedInActsWithTheRolesOfTheSignIn() {
    Acting acting = sessions.use(session("sender")).orElseThrow();
    assertThat(acting.name()).isEqualTo("Sender Persona-Example");
    assertThat(acting.organisation()).isEqualTo("A99901");
    assertThat(acting.roles()).containsExactlyInAnyOrder(Role.CLERK, Role.SENDER);
  }

  @Test
  void whoComesBackIsTheSamePerson() {
    assertThat(sessions.use(session("clerk")).orElseThrow().person())
        .isEqualTo(sessions.use(session("clerk")).orElseThrow().person());
  }

  @Test
  void takingOutTheCardEndsTheSessionAndNoOther() {
    String clerk = session("clerk");
    String clinician = session("clinician");
    assertThat(server.endSessions("clinician")).isNotEmpty().allMatch(LogoutDelivery::taken);
    assertThat(sessions.use(clinician)).isEmpty();
    assertThat(sessions.use(clerk)).isPresent();
  }
}
