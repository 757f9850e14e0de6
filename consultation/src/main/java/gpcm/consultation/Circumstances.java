package gpcm.consultation;

import java.util.Optional;

/**
 * What a clinical system says about a consultation beside what it holds: whether it is to be sent
 * depends on it, and none of it travels. Immutable.
 *
 * @param registration how the patient is registered at the organisation that saw them, as its own
 *     record has it (GPCM-SD-CS-071); empty when the system does not say
 * @param clinicallyRelevant whether it is more than administration (GPCM-SD-CS-073); empty when the
 *     system does not say
 * @param kind what kind of encounter it was, in the system's own words
 * @param code the same as a SNOMED CT concept
 */
public record Circumstances(
    Optional<Registration> registration,
    Optional<Boolean> clinicallyRelevant,
    Optional<String> kind,
    Optional<SnomedCode> code) {

  /** Nothing is said. */
  public static final Circumstances UNSAID =
      new Circumstances(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** How a patient is registered with an organisation. */
  public enum Registration {
    /** Regular (GMS or PMS): the registered practice is this organisation. */
    REGULAR,
    /** For a while, such as a visitor. */
    TEMPORARY,
    /** In any other way. */
    OTHER,
    /** Not at all. */
    NONE;

    /** Such as {@code regular}. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The one that is called so.
     *
     * @throws InvalidValueException when none is
     */
    public static Registration of(String text) {
      for (Registration each : values()) {
        if (each.text().equals(text)) {
          return each;
        }
      }
      throw new InvalidValueException(
          "Registration",
          "must be regular, temporary, other or none",
          "Send how the patient is registered at your organisation, or leave it out");
    }
  }
}
