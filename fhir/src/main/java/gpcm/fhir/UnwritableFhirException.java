package gpcm.fhir;

/** What cannot be put on the wire as it is; says what is wrong and what to do. */
public final class UnwritableFhirException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnwritableFhirException(String what) {
    super(what);
  }
}
