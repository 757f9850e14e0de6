package gpcm.node.web;

import gpcm.node.sending.Submission;
import java.util.List;

/**
 * A submission with what its request keeps on the disk and in memory, which goes when it is closed.
 *
 * @param submission to be stored before that
 * @param held what is let go of
 */
record ReceivedSubmission(Submission submission, List<Runnable> held) implements AutoCloseable {
  @Override
  public void close() {
    held.reversed().forEach(Runnable::run);
  }
}
