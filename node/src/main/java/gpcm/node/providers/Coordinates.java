package gpcm.node.providers;

/**
 * A place on the globe (WGS 84). Immutable.
 *
 * @param latitude degrees to the north, from -90 to 90
 * @param longitude degrees to the east, from -180 to 180
 */
public record Coordinates(double latitude, double longitude) {
  private static final double EARTH_RADIUS_KM = 6371.0;

  /**
   * @throws IllegalArgumentException when one of them is no such number
   */
  public Coordinates {
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException("no place on the globe");
    }
  }

  /** How far it is to another place, in a straight line over the ground. */
  double kilometresTo(Coordinates other) {
    double north = Math.toRadians(other.latitude - latitude);
    double east = Math.toRadians(other.longitude - longitude);
    double half =
        Math.pow(Math.sin(north / 2), 2)
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * Math.pow(Math.sin(east / 2), 2);
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
  }

  /** Masked: where a patient is stands in no log. */
  @Override
  public String toString() {
    return "Coordinates[masked]";
  }
}
