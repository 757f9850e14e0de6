package gpcm.node.people;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What somebody had typed into a form when their session had run out. It may be about a patient.
 *
 * @param page the path of the page that the form stood on, at this node
 * @param fields what was typed, in the order of the form
 * @param keptAt when it came
 * @param endsAt until when it is kept
 */
public record TypedText(UUID id, String page, List<Field> fields, Instant keptAt, Instant endsAt) {
  /** Copies the list. */
  public TypedText {
    fields = List.copyOf(fields);
  }

  /**
   * One field.
   *
   * @param label what it is called to people
   * @param text what they typed
   */
  public record Field(String label, String text) {}
}
