package gpcm.consultation;

import java.util.Locale;

/** Administrative gender, with the four codes FHIR has for it. */
public enum Gender {
  MALE,
  FEMALE,
  OTHER,
  UNKNOWN;

  /** The code in lower case, as FHIR and our JSON write it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
