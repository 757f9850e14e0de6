package gpcm.node.demographics;

import gpcm.pds.LookUp;
import gpcm.pds.PdsOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * What asking about a patient came to. Immutable.
 *
 * @param lookUp what it means for sending
 * @param askedAt when it was asked; an answer that documents share keeps its time
 * @param requestId under which it was asked
 * @param source {@code pds} or {@code register}
 * @param particulars what is kept of it besides
 */
public record Checked(
    LookUp lookUp, Instant askedAt, String requestId, String source, Particulars particulars) {

  /**
   * What else is kept with the document.
   *
   * @param askedNumber the NHS number that was asked about
   * @param version of the record; empty when none is given
   * @param security the record's code of confidentiality; empty when none is given
   * @param why there was no answer, for people who run the node; without patient data
   * @param attempts how often this question was asked, this time included
   * @param again when it is asked again, where there was no answer
   * @param family the surname that was found; empty when it is not to be known
   * @param birthDate the date of birth that was found; empty likewise
   */
  public record Particulars(
      String askedNumber,
      String version,
      String security,
      Optional<String> why,
      int attempts,
      Optional<Instant> again,
      String family,
      String birthDate) {
    /** Without the number, so that it can be logged. */
    @Override
    public String toString() {
      return "Particulars[attempts=" + attempts + "]";
    }
  }

  /** Whether there was an answer. */
  public boolean answered() {
    return !lookUp.outcomes().contains(PdsOutcome.NOT_NOW)
        && !lookUp.outcomes().contains(PdsOutcome.OUR_FAULT);
  }
}
