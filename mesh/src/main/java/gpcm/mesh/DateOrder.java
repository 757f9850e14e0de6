package gpcm.mesh;

/** The two ways the sources write the date of birth in a {@code GPPROVIDER} address. */
public enum DateOrder {
  /**
   * {@code yyyyMMdd}, as the MESH endpoint lookup guide says; what we write unless told otherwise.
   */
  YEAR_FIRST,
  /** {@code ddMMyyyy}, as the GP Connect control file examples show. */
  DAY_FIRST
}
