package gpcm.pds;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP within limits of time and size, which follows nobody elsewhere. Thread-safe. */
final class Calls implements AutoCloseable {
  private static final int LARGEST = 1 << 20;

  private final HttpClient client;
  private final Duration timeout;

  Calls(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * @throws IOException when no whole answer comes in time, or it is larger than a mebibyte
   */
  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), begun -> new BoundedAnswer(LARGEST));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout.toMillis() + " milliseconds", e);
    } catch (ExecutionException e) {
      throw new IOException(PdsClient.words(e.getCause()), e);
    } finally {
      // Nobody waits for the rest of it any more.
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
