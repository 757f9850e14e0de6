package gpcm.testbench;

import gpcm.exchange.FailedReplacement;
import gpcm.message.ResponseCode;
import gpcm.rules.Findings;

/**
 * What the synthetic receiver makes of one message.
 *
 * @param findings everything that is wrong with it
 * @param code what a receiver that follows the specification answers
 * @param diagnostics what it says about it; nothing of the patient
 */
record Judgement(Findings findings, ResponseCode code, String diagnostics) {
  /**
   * A document that replaces another could not be processed, whatever is wrong with its payload
   * (GPCM-SD-024): its diagnostics name the fault with the code that it has in a first version.
   */
  static Judgement of(Findings findings, boolean replaces) {
    ResponseCode fault = findings.code();
    ResponseCode code =
        replaces ? ResponseCode.of(FailedReplacement.answerFor(fault.code())).orElseThrow() : fault;
    return new Judgement(
        findings,
        code,
        code == fault
            ? findings.diagnostics()
            : fault.code() + " " + fault.display() + ": " + findings.diagnostics());
  }
}
