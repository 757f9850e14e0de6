package gpcm.node.traffic;

import gpcm.node.store.Slice;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which messages somebody looks for. Nothing of a patient is among it.
 *
 * @param organisation ODS code of the one organisation
 * @param direction which way they travel
 * @param kind what they are
 * @param id any id of theirs: MESH's, of the ITK3 message, of the document, of the encounter that
 *     the conversation is about, or this node's
 * @param code the code that they carry, or that answered them
 * @param workflow MESH's workflow id
 * @param party the mailbox or ODS code of who is at the other end, or the local id that they give
 * @param since from when on
 * @param until before when
 * @param slice which part of the list, newest first
 */
public record TrafficQuery(
    String organisation,
    Optional<Direction> direction,
    Optional<MessageKind> kind,
    Optional<String> id,
    Optional<String> code,
    Optional<String> workflow,
    Optional<String> party,
    Optional<Instant> since,
    Optional<Instant> until,
    Slice slice) {
  private static final Pattern PARTY = Pattern.compile("[A-Za-z0-9]{1,20}");

  /**
   * Checks who is at the other end.
   *
   * @throws IllegalArgumentException when that is not 1 to 20 letters and digits
   */
  public TrafficQuery {
    if (party.filter(text -> !PARTY.matcher(text).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "party: a mailbox, ODS code or local id is 1 to 20 letters and digits");
    }
  }

  /** All messages of an organisation. */
  public static TrafficQuery of(String organisation, Slice slice) {
    return new TrafficQuery(
        organisation,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        slice);
  }
}
