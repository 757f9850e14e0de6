package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream that gives up when nothing comes. The Java runtime's own stream
 * waits for ever, so one silent server would hold a mailbox up until a restart. No more than two
 * network buffers are held. Read by one thread.
 */
final class AnswerBody extends InputStream implements BodySubscriber<InputStream> {
  private final Duration patience;
  private final LinkedBlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private Optional<Part> end = Optional.empty();
  private volatile Optional<Flow.Subscription> subscription = Optional.empty();
  private volatile boolean closed;

  /** What comes from the network. */
  private sealed interface Part {
    record Bytes(List<ByteBuffer> buffers) implements Part {}

    record Whole() implements Part {}

    record Broken(Throwable cause) implements Part {}
  }

  /** Waits this long for each next piece. */
  AnswerBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = Optional.of(given);
    if (closed) {
      given.cancel();
    } else {
      given.request(2);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    parts.add(new Part.Bytes(item));
  }

  @Override
  public void onError(Throwable cause) {
    parts.add(new Part.Broken(cause));
  }

  @Override
  public void onComplete() {
    parts.add(new Part.Whole());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    ByteBuffer buffer = buffers.element();
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  /** False at the end of the body. */
  private boolean fill() throws IOException {
    while (true) {
      while (!buffers.isEmpty() && !buffers.element().hasRemaining()) {
        buffers.remove();
      }
      if (closed) {
        throw new IOException("the answer's body is closed");
      }
      if (!buffers.isEmpty()) {
        return true;
      }
      switch (end.isPresent() ? end.get() : next()) {
        case Part.Bytes(List<ByteBuffer> more) -> {
          buffers.addAll(more);
          subscription.ifPresent(given -> given.request(1));
        }
        case Part.Whole whole -> {
          end = Optional.of(whole);
          return false;
        }
        case Part.Broken broken -> {
          end = Optional.of(broken);
          throw new IOException(
              "the connection broke: " + broken.cause().getMessage(), broken.cause());
        }
      }
    }
  }

  private Part next() throws IOException {
    try {
      Part part = parts.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (part == null) {
        close();
        throw new HttpTimeoutException("nothing more of the answer came within " + patience);
      }
      return part;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IOException("the thread was interrupted while reading the answer", e);
    }
  }

  /** Gives the connection up unless the body was read to its end. */
  @Override
  public void close() {
    closed = true;
    subscription.ifPresent(Flow.Subscription::cancel);
  }
}
