package gpcm.exchange;

/**
 * One line of a case's timeline.
 *
 * @param kind a short name such as {@code built} or {@code infrastructure-acknowledgement}
 * @param detail identifiers and codes in words; never patient data
 * @param actor who brought it about
 */
public record Event(String kind, String detail, Actor actor) {

  static Event of(String kind, String detail) {
    return new Event(kind, detail, new Actor.Software());
  }
}
