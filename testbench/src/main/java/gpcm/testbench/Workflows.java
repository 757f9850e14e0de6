package gpcm.testbench;

/** The two MESH workflows of Send Document, for all use cases (GPCM-SD-CS-061, -062). */
final class Workflows {
  static final String DOCUMENT = "GPFED_CONSULT_REPORT";
  static final String ACKNOWLEDGEMENT = "GPFED_CONSULT_REPORT_ACK";

  private Workflows() {}
}
