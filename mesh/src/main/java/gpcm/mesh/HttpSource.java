package gpcm.mesh;

import java.net.http.HttpClient;

/**
 * Gives the HTTP client of the moment; with certificates that can be renewed it isn't always the
 * same one.
 */
interface HttpSource extends AutoCloseable {
  HttpClient client();

  @Override
  void close();
}
