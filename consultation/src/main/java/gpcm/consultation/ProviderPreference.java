package gpcm.consultation;

/**
 * The provider that the patient would like to act on an online consultation. It decides who is
 * asked to, and travels as a Location (GPCM-SD-OC-168 to -173). Immutable.
 *
 * @param odsCode the ODS code of the organisation, to which the document goes
 * @param place where it is: the site with its code, name and telephone number
 */
public record ProviderPreference(OdsCode odsCode, CodedEntry.Location place) {
  /** The organisation, called as the place is. */
  public Organisation organisation() {
    return Organisation.of(odsCode, place.name());
  }

  @Override
  public String toString() {
    return "ProviderPreference[masked]";
  }
}
