package gpcm.postgres;

/**
 * Hears of a server that ends without having been told to. Called by the thread that watches it,
 * one call after the other; the server is started again once {@link #ended} has returned.
 */
public interface PostgresListener {
  /** Does nothing: what happens is in the log all the same. */
  PostgresListener NONE =
      new PostgresListener() {
        @Override
        public void ended(String what) {}

        @Override
        public void startedAgain(String what) {}

        @Override
        public void givenUp(String reason) {}
      };

  /** The server is gone, or could not be started again; another attempt follows. */
  void ended(String what);

  /** The server accepts connections again, at the same address; all that was committed is there. */
  void startedAgain(String what);

  /** It ended too often within a short time and stays down. Without it a node is of no use. */
  void givenUp(String reason);
}
