package gpcm.node.register;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.mesh.Secret;
import gpcm.node.config.RegisterSettings;
import gpcm.pds.BoundedAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a FHIR server, within limits of time and size, with the credentials as they stand now, and
 * follows it nowhere else. Thread-safe.
 */
final class RegisterHttp {
  private static final String FHIR_JSON = "application/fhir+json";

  private final RegisterSettings.Fhir settings;
  private final HttpClient client;
  private final ObjectMapper json = new ObjectMapper();

  RegisterHttp(RegisterSettings.Fhir settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  JsonNode get(String pathAndQuery) {
    return send(HttpRequest.newBuilder(address(pathAndQuery)).GET());
  }

  JsonNode post(String path, JsonNode body) {
    return send(
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", FHIR_JSON)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private URI address(String rest) {
    String base = settings.url().toString();
    return URI.create(base + (base.endsWith("/") ? "" : "/") + rest);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      authorization().ifPresent(value -> request.header("Authorization", value));
      HttpResponse<byte[]> answer =
          client
              .sendAsync(
                  request.header("Accept", FHIR_JSON).timeout(settings.timeout()).build(),
                  info -> new BoundedAnswer(settings.largestAnswer().bytes()))
              .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw unavailable("it answers with HTTP " + answer.statusCode(), null);
      }
      return json.readTree(answer.body());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw unavailable(
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
          cause);
    } catch (TimeoutException e) {
      throw unavailable(
          "it does not answer within " + settings.timeout().toMillis() + " milliseconds", e);
    } catch (IOException e) {
      throw unavailable("what it answers is not JSON", e);
    } catch (IllegalArgumentException e) {
      throw unavailable(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the node is being stopped", e);
    }
  }

  private Optional<String> authorization() {
    return settings
        .token()
        .map(token -> "Bearer " + token.read().reveal())
        .or(
            () ->
                settings
                    .login()
                    .map(
                        login -> {
                          Secret password = login.password().read();
                          return "Basic "
                              + Base64.getEncoder()
                                  .encodeToString(
                                      (login.user() + ":" + password.reveal())
                                          .getBytes(StandardCharsets.UTF_8));
                        }));
  }

  /** Says of the register, by its address, why it cannot be used. */
  RegisterUnavailableException unavailable(String why, Throwable causeOrNull) {
    return new RegisterUnavailableException(
        "the register of patients at %s cannot be asked: %s"
            .formatted(settings.url().getRawAuthority(), why),
        causeOrNull);
  }

  void close() {
    client.shutdownNow();
  }
}
