package gpcm.node.sending;

/**
 * One step of the decision whether a consultation is sent.
 *
 * @param name such as {@code registration}
 * @param goesOn whether the next step is asked
 * @param reason why, in plain words that name no patient
 */
public record DecisionStep(String name, boolean goesOn, String reason) {}
