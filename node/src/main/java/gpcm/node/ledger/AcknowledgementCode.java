package gpcm.node.ledger;

import gpcm.exchange.Acknowledgement;
import gpcm.message.ResponseCode;

/** What the code of an acknowledgement says, when it comes and when it is read back later. */
public final class AcknowledgementCode {
  private AcknowledgementCode() {}

  /**
   * The acknowledgement with this code. One that is not known counts by its first digit, and as
   * negative whatever else comes with it: what nobody here understands must not close a document.
   */
  public static Acknowledgement meaning(String code) {
    boolean infrastructure =
        ResponseCode.Kind.of(code).orElse(ResponseCode.Kind.INFRASTRUCTURE)
            == ResponseCode.Kind.INFRASTRUCTURE;
    return ResponseCode.of(code)
        .map(known -> new Acknowledgement(code, known.display(), infrastructure, known.positive()))
        .orElseGet(
            () -> new Acknowledgement(code, "(a code we do not know)", infrastructure, false));
  }
}
