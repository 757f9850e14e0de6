package gpcm.pds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Asks the PDS FHIR API about an NHS number. One question is one call, and a second one when the
 * token was no longer good; when to ask again is for the caller to decide. Thread-safe: all threads
 * share one token. Nothing of an answer is logged.
 */
public final class PdsClient implements AutoCloseable {
  private static final ZoneId HERE = ZoneId.of("Europe/London");
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int WRONG_ADDRESS = 404;

  private final PdsAccess access;
  private final CallRate rate;
  private final InstantSource clock;
  private final Calls calls;
  private final Optional<AccessToken> token;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param rate waited for before each call
   */
  public PdsClient(PdsAccess access, CallRate rate, InstantSource clock) {
    this.access = access;
    this.rate = rate;
    this.clock = clock;
    this.calls = new Calls(access.timeout());
    this.token =
        access.application().map(application -> new AccessToken(application, calls, rate, clock));
  }

  /**
   * Looks a patient up by number.
   *
   * @throws InterruptedException when the thread is to stop; nothing came of the question then
   */
  public PdsAnswer find(PdsQuestion question) throws InterruptedException {
    try {
      Optional<String> shown = shown(question);
      HttpResponse<byte[]> answer = call(question, shown);
      if (answer.statusCode() == UNAUTHORIZED && shown.isPresent()) {
        token.orElseThrow().drop(shown.get());
        answer = call(question, shown(question));
      }
      return read(answer);
    } catch (NoTokenException e) {
      return e.answer();
    } catch (IOException e) {
      return new PdsAnswer.Unavailable(
          access.base().getRawAuthority() + ": " + words(e), Optional.empty());
    }
  }

  /**
   * Whether its address answers and, for an application, whether it is given a token. Nobody is
   * looked up.
   *
   * @return what is wrong; empty when all is well
   * @throws InterruptedException when the thread is to stop
   */
  public Optional<String> reach() throws InterruptedException {
    try {
      rate.await(CallRate.Precedence.FIRST);
      if (token.isPresent()) {
        var unused = token.get().get();
      }
      int status =
          calls.send(HttpRequest.newBuilder(access.base().resolve("metadata")).GET()).statusCode();
      return status < 500
          ? Optional.empty()
          : Optional.of(access.base().getRawAuthority() + " answers with HTTP " + status);
    } catch (NoTokenException e) {
      return Optional.of(words(e.answer()));
    } catch (IOException e) {
      return Optional.of(access.base().getRawAuthority() + ": " + words(e));
    }
  }

  private static String words(PdsAnswer untold) {
    return switch (untold) {
      case PdsAnswer.Refused refused -> refused.why();
      case PdsAnswer.Unavailable unavailable -> unavailable.why();
      default -> "no token was given";
    };
  }

  // The token is taken after the wait, which may outlast what one has left.
  private Optional<String> shown(PdsQuestion question) throws IOException, InterruptedException {
    rate.await(question.precedence());
    return token.isPresent() ? Optional.of(token.get().get()) : Optional.empty();
  }

  private HttpResponse<byte[]> call(PdsQuestion question, Optional<String> shown)
      throws IOException, InterruptedException {
    URI address =
        access
            .base()
            .resolve("Patient/" + URLEncoder.encode(question.nhsNumber(), StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/fhir+json")
            .header("X-Request-ID", question.request().toString())
            .header("X-Correlation-ID", question.correlation())
            .header("NHSD-End-User-Organisation-ODS", question.organisation());
    shown.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return calls.send(request);
  }

  private PdsAnswer read(HttpResponse<byte[]> answer) {
    JsonNode body = body(answer);
    int status = answer.statusCode();
    if (status == OK) {
      return patient(body);
    }
    String code = body.at("/issue/0/details/coding/0/code").asText("");
    String told = "HTTP " + status + (code.isEmpty() ? "" : " " + code);
    return switch (code) {
      case "RESOURCE_NOT_FOUND" ->
          status == 404 ? new PdsAnswer.NotFound() : byStatus(answer, told);
      case "INVALIDATED_RESOURCE" ->
          status == 404 ? new PdsAnswer.Invalidated() : byStatus(answer, told);
      case "INVALID_RESOURCE_ID" ->
          status == 400 ? new PdsAnswer.Malformed() : byStatus(answer, told);
      default -> byStatus(answer, told);
    };
  }

  private PdsAnswer patient(JsonNode body) {
    try {
      return PatientResource.read(body, LocalDate.ofInstant(clock.instant(), HERE))
          .<PdsAnswer>map(PdsAnswer.Found::new)
          .orElseGet(() -> unreadable("what it answers is no Patient"));
    } catch (IllegalArgumentException e) {
      return unreadable(e.getMessage());
    }
  }

  private static PdsAnswer unreadable(String why) {
    return new PdsAnswer.Unavailable(why, Optional.empty());
  }

  /** A body that is no FHIR counts by its status alone; a bare 404 is a wrong address. */
  private static PdsAnswer byStatus(HttpResponse<byte[]> answer, String told) {
    int status = answer.statusCode();
    return isOurs(status)
        ? new PdsAnswer.Refused(status, told, status == UNAUTHORIZED || status == WRONG_ADDRESS)
        : new PdsAnswer.Unavailable(told, after(answer));
  }

  /** Whether a status says that something about us is wrong: another address, for one. */
  static boolean isOurs(int status) {
    return status >= 300 && status < 500 && status != 408 && status != 429;
  }

  /** How long it wants to be left alone. */
  static Optional<Duration> after(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Retry-After").flatMap(PdsClient::seconds);
  }

  private JsonNode body(HttpResponse<byte[]> answer) {
    try {
      return json.readTree(answer.body());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
  }

  private static Optional<Duration> seconds(String header) {
    try {
      long seconds = Long.parseLong(header.strip());
      return seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static String words(Throwable fault) {
    return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
  }

  @Override
  public void close() {
    calls.close();
  }
}
