package gpcm.addressing;

/**
 * The MESH workflow ids of Send Document. All three use cases share one pair; which of them a
 * document belongs to stands inside the message (digest, section 2).
 */
public final class MeshWorkflow {
  /** Carries documents. */
  public static final String DOCUMENT = "GPFED_CONSULT_REPORT";

  /** Carries the ITK3 responses to them (GPCM-SD-CS-062). */
  public static final String RESPONSE = "GPFED_CONSULT_REPORT_ACK";

  private MeshWorkflow() {}
}
