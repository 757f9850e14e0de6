package gpcm.node.register;

/** Hears when a register is not as it should be although it still answers. Thread-safe. */
public interface RegisterTrouble {
  /** A person is to be told; {@code reason} has no patient data. */
  void told(String reason);

  /** What was told is so still, and a person is told again where another node found it over. */
  default void lasts(String reason) {}

  /** It is in order again, or always was. */
  void over();
}
