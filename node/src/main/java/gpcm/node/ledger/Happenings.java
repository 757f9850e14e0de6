package gpcm.node.ledger;

import gpcm.exchange.Event;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Hears what happens to cases, in the transaction in which it happens. */
@FunctionalInterface
public interface Happenings {
  /** Nobody hears. */
  Happenings UNHEARD = (handle, all, images) -> {};

  /**
   * A line of a case's timeline.
   *
   * @param organisation ODS code of the organisation whose case it is
   * @param id the document that is sent, or the message that was received
   * @param event what happened
   */
  record Happened(String organisation, UUID id, Event event) {}

  /**
   * An image that came in a document (user story OC-06).
   *
   * @param received the message that it came in
   * @param number which of the document's files it is, from 1
   * @param name its title; without what a confidential document conceals
   */
  record Image(
      String organisation,
      UUID received,
      int number,
      String sha256,
      String name,
      boolean confidential) {
    /** Without its name. */
    @Override
    public String toString() {
      return "Image[" + received + ", " + number + "]";
    }
  }

  /** Both write, this one first. */
  default Happenings and(Happenings other) {
    return (handle, all, images) -> {
      write(handle, all, images);
      other.write(handle, all, images);
    };
  }

  /** Writes something about them; nothing of them happens when it throws. */
  void write(Handle handle, List<Happened> all, List<Image> images);
}
