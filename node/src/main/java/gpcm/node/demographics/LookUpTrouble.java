package gpcm.node.demographics;

/** Hears when a service of demographics cannot be asked by anybody. Thread-safe. */
public interface LookUpTrouble {
  /**
   * It does not answer.
   *
   * @param why without patient data
   */
  void silent(String why);

  /**
   * It refuses this system, until a person has mended something here.
   *
   * @param why without patient data
   */
  void refused(String why);

  /** It answers again. */
  void over();
}
