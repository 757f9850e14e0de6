package gpcm.pds;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Takes the body of an answer up to a size; a larger one fails with an {@link IOException}. For one
 * answer.
 */
public final class BoundedAnswer implements HttpResponse.BodySubscriber<byte[]> {
  private final HttpResponse.BodySubscriber<byte[]> whole =
      HttpResponse.BodySubscribers.ofByteArray();
  private final long most;
  private long left;
  private Flow.Subscription source;

  /**
   * @param most how many bytes it may have
   */
  public BoundedAnswer(long most) {
    this.most = most;
    this.left = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source = subscription;
    whole.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> items) {
    left -= items.stream().mapToLong(ByteBuffer::remaining).sum();
    if (left < 0) {
      source.cancel();
      whole.onError(new IOException("the answer is larger than " + size()));
    } else {
      whole.onNext(items);
    }
  }

  private String size() {
    return most % (1 << 20) == 0 ? most / (1 << 20) + " MiB" : most + " bytes";
  }

  @Override
  public void onError(Throwable failure) {
    whole.onError(failure);
  }

  @Override
  public void onComplete() {
    whole.onComplete();
  }
}
