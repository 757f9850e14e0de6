package gpcm.node.demographics;

import gpcm.pds.PdsAnswer;
import java.time.Instant;

/** Something that knows who patients are. Implementations are thread-safe. */
interface PatientSource extends AutoCloseable {
  /**
   * What it says.
   *
   * @param request under which it was asked
   */
  record Said(PdsAnswer answer, Instant at, String request) {}

  /** Its name in the database and the timeline. */
  String name();

  /**
   * Asks it; that it cannot be asked is an answer too.
   *
   * @param request under which a new question is asked
   * @param anew whether an answer that it gave before is of no use
   */
  Said ask(Sought sought, String request, boolean anew) throws InterruptedException;

  @Override
  default void close() {}
}
