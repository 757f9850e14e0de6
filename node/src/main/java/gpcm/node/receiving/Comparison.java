package gpcm.node.receiving;

import gpcm.node.register.RegisteredPatient;
import java.util.List;

/**
 * The patient of a document beside those of the register who may be meant.
 *
 * @param stated as the document gives them; the registration says nothing
 * @param restricted whether the record of somebody who may be meant is restricted: neither where
 *     they live nor how they are reached is in it then
 */
public record Comparison(
    BusinessDecision decision,
    RegisteredPatient stated,
    boolean restricted,
    List<Candidate> candidates) {

  /** Copies the candidates. */
  public Comparison {
    candidates = List.copyOf(candidates);
  }

  /**
   * Somebody in the register.
   *
   * @param differences in words, such as {@code the surname differs}
   */
  public record Candidate(RegisteredPatient patient, List<String> differences) {
    /** Copies the words. */
    public Candidate {
      differences = List.copyOf(differences);
    }
  }
}
