package gpcm.oidc.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sessions and tells the clients that had tokens of them. Thread-safe. */
final class BackChannel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackChannel.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ProviderSessions sessions;
  private final Map<String, RegisteredClient> clients;
  private final Claims claims;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  BackChannel(ProviderSessions sessions, Map<String, RegisteredClient> clients, Claims claims) {
    this.sessions = sessions;
    this.clients = clients;
    this.claims = claims;
  }

  List<LogoutDelivery> end(ProviderSession session) {
    sessions.remove(session);
    return session.clients().stream()
        .sorted()
        .flatMap(
            id ->
                Optional.ofNullable(clients.get(id))
                    .flatMap(RegisteredClient::backChannelLogout)
                    .map(address -> tell(id, address, claims.logoutToken(id, session)))
                    .stream())
        .toList();
  }

  private LogoutDelivery tell(String client, URI address, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("logout_token=" + token))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return new LogoutDelivery(client, address, status);
    } catch (IOException e) {
      LOG.warn(
          "The client {} could not be told of a logout at {}: {}", client, address, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new LogoutDelivery(client, address, 0);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
