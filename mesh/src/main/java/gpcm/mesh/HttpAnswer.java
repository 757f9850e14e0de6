package gpcm.mesh;

import java.io.InputStream;

/**
 * An answer whose body is still to be read. Closing the body gives the connection back when it was
 * read to its end, and gives it up otherwise.
 *
 * @param head status and headers
 * @param body the bytes as sent, transfer coding undone
 */
record HttpAnswer(HttpHead head, InputStream body) {
  int status() {
    return head.status();
  }
}
