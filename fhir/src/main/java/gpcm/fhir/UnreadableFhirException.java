package gpcm.fhir;

import java.util.Optional;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * The bytes are no Bundle this codec can take in. Says what was found, where, and what would have
 * been expected; holds no values from the source, so its text may be sent back as diagnostics and
 * logged.
 */
public final class UnreadableFhirException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;
  private final int line;
  private final int column;
  private final transient Optional<Bundle> begun;

  UnreadableFhirException(String what, boolean tooLarge, int line, int column) {
    super(what);
    this.tooLarge = tooLarge;
    this.line = line;
    this.column = column;
    this.begun = Optional.empty();
  }

  private UnreadableFhirException(UnreadableFhirException fault, Bundle begun) {
    super(fault.getMessage(), fault);
    this.tooLarge = fault.tooLarge;
    this.line = fault.line;
    this.column = fault.column;
    this.begun = Optional.of(begun);
  }

  /** The same with what had been read by then. */
  UnreadableFhirException after(Bundle bundle) {
    return new UnreadableFhirException(this, bundle);
  }

  /** Whether a size limit was passed. */
  public boolean tooLarge() {
    return tooLarge;
  }

  /** The line in the source, from 1; 0 when the fault has no place. */
  public int line() {
    return line;
  }

  /** The column in the source, from 1, counted in bytes; 0 when the fault has no place. */
  public int column() {
    return column;
  }

  /** What had been read before the fault, incomplete; empty when that was nothing. */
  public Optional<Bundle> begun() {
    return begun == null ? Optional.empty() : begun;
  }
}
