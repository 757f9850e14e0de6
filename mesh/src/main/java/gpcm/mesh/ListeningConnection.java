package gpcm.mesh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that reads an answer which comes before the whole request is out: a server that
 * refuses an upload answers and closes before it has read all of it. Its socket is a channel's.
 */
final class ListeningConnection extends DefaultManagedHttpClientConnection {
  private static final Timeout ANSWERS_WITHIN = Timeout.ofSeconds(1);

  private boolean cut;

  ListeningConnection(String id, Http1Config config) {
    super(
        id,
        null,
        null,
        config,
        null,
        null,
        (request, connection, in, sent, next) ->
            in.available() > 0 && ((ListeningConnection) connection).cut(),
        null,
        null);
  }

  private boolean cut() {
    cut = true;
    return true;
  }

  @Override
  public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
    try {
      super.sendRequestEntity(request);
    } catch (UploadEntity.SourceFailed e) {
      throw e;
    } catch (IOException e) {
      hearOut(e);
    }
  }

  @Override
  public void flush() throws IOException {
    // What is left of a request that was cut short must not look like its end.
    if (cut) {
      return;
    }
    try {
      super.flush();
    } catch (IOException e) {
      hearOut(e);
    }
  }

  private void hearOut(IOException failure) throws IOException {
    boolean answers = false;
    try {
      answers = isDataAvailable(ANSWERS_WITHIN);
    } catch (IOException silent) {
      failure.addSuppressed(silent);
    }
    if (!answers) {
      throw failure;
    }
    cut = true;
  }

  /** Between calls a server has nothing to say but goodbye. */
  @Override
  public boolean isStale() {
    try {
      SocketChannel channel = ensureOpen().getBaseSocket().getChannel();
      channel.configureBlocking(false);
      boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
      channel.configureBlocking(true);
      return !quiet;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public boolean isConsistent() {
    return !cut && super.isConsistent();
  }
}
