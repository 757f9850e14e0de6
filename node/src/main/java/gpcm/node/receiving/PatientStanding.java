package gpcm.node.receiving;

import gpcm.message.ResponseCode;

/**
 * How a patient stands to the organisation that received a document; each is a business
 * acknowledgement.
 */
public enum PatientStanding {
  /** Registered here: 30001. */
  KNOWN(ResponseCode.PATIENT_KNOWN),
  /** No such patient here: 30002. */
  UNKNOWN(ResponseCode.PATIENT_UNKNOWN),
  /** Was registered here once: 30003. */
  NO_LONGER_HERE(ResponseCode.PATIENT_NO_LONGER_HERE),
  /** Registered here until a recent death: 30004. */
  RECENTLY_DECEASED(ResponseCode.PATIENT_RECENTLY_DECEASED);

  private final ResponseCode response;

  PatientStanding(ResponseCode response) {
    this.response = response;
  }

  /** The business acknowledgement that says so. */
  public ResponseCode response() {
    return response;
  }
}
