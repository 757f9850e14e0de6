package gpcm.pds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

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

  /** A whole answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, HttpHeaders headers, byte[] body) {}

  /**
   * @throws IOException when no whole answer comes in time, or it is larger than a megabyte
   */
  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    AtomicReference<InputStream> open = new AtomicReference<>(InputStream.nullInputStream());
    // It ends by itself some time after nobody waits for it any more.
    CompletableFuture<Answer> answer =
        client
            .sendAsync(
                request.timeout(timeout.multipliedBy(2)).build(), BodyHandlers.ofInputStream())
            .thenApplyAsync(begun -> whole(begun, open), Thread::startVirtualThread);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout.toMillis() + " milliseconds", e);
    } catch (ExecutionException e) {
      throw new IOException(PdsClient.words(e.getCause()), e);
    } finally {
      open.get().close();
    }
  }

  private static Answer whole(HttpResponse<InputStream> begun, AtomicReference<InputStream> open) {
    open.set(begun.body());
    try {
      byte[] body = begun.body().readNBytes(LARGEST + 1);
      if (body.length > LARGEST) {
        throw new IOException("the answer is larger than a megabyte");
      }
      return new Answer(begun.statusCode(), begun.headers(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
