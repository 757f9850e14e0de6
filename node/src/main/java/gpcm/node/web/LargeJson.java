package gpcm.node.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * Reads JSON that is meant to be in memory as a whole. What is large waits on the disk for its turn
 * there, so that neither many callers at once nor slow ones take the memory of all others.
 * Thread-safe.
 */
final class LargeJson {
  private static final int SMALL = 1 << 16;

  /** Text, its tree and the values made of it, for each byte that was sent. */
  private static final long TIMES_ITS_SIZE = 20;

  private final Path folder;
  private final int most;
  private final String refusal;
  private final Semaphore turns;

  /**
   * @param folder for what waits
   * @param most in bytes
   * @param refusal what is said of what is larger
   */
  LargeJson(Path folder, int most, String refusal) {
    this.folder = folder;
    this.most = most;
    this.refusal = refusal;
    long atOnce = Runtime.getRuntime().maxMemory() / (TIMES_ITS_SIZE * most);
    this.turns = new Semaphore(Math.clamp(atOnce, 1, 64), true);
  }

  /**
   * The bytes.
   *
   * @param held takes what must be let go of when they are no longer needed
   */
  byte[] read(InputStream in, Deque<Runnable> held) throws IOException {
    byte[] head = in.readNBytes(SMALL);
    if (head.length < SMALL) {
      return within(head);
    }
    Path file = Files.createTempFile(folder, "json", "");
    try {
      long size = head.length;
      try (OutputStream out = Files.newOutputStream(file)) {
        out.write(head);
        byte[] piece = new byte[SMALL];
        for (int read = in.read(piece); read >= 0 && size <= most; read = in.read(piece)) {
          out.write(piece, 0, read);
          size += read;
        }
      }
      if (size > most) {
        throw new ProblemException(ProblemKind.TOO_LARGE, refusal);
      }
      takeTurn();
      held.add(turns::release);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private byte[] within(byte[] bytes) {
    if (bytes.length > most) {
      throw new ProblemException(ProblemKind.TOO_LARGE, refusal);
    }
    return bytes;
  }

  private void takeTurn() {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ProblemKind.STOPPING, "the node is stopping; send it again");
    }
  }
}
