package gpcm.exchange;

/** What a transition of one case has other cases do. */
public sealed interface Order {

  /** The document that this one was to replace counts no more (GPCM-SD-025). */
  record VoidReplaced() implements Order {}

  /**
   * The received message is answered.
   *
   * @param code the ITK3 response code
   * @param infrastructure whether it is the infrastructure acknowledgement, else the business one
   * @param diagnostics what a negative answer says about the fault; empty for a positive one; never
   *     patient data
   */
  record SendAnswer(String code, boolean infrastructure, String diagnostics) implements Order {}
}
