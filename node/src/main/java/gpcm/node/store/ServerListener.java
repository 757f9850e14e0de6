package gpcm.node.store;

/**
 * Hears of a bundled database server that ends without having been told to. It is started again at
 * the same address, so that a query waits or fails and the next one works. Called by a thread of
 * its own.
 */
public interface ServerListener {
  /** Does nothing: what happens is in the log all the same. */
  ServerListener NONE =
      new ServerListener() {
        @Override
        public void ended(String what) {}

        @Override
        public void startedAgain(String what) {}

        @Override
        public void givenUp(String reason) {}
      };

  /** The server is gone, or could not be started again; another attempt follows. */
  void ended(String what);

  /** The server accepts connections again; all that was committed is there. */
  void startedAgain(String what);

  /** It ended too often within a short time and stays down. Without it a node is of no use. */
  void givenUp(String reason);
}
