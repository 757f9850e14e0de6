package gpcm.node.submitting;

import gpcm.node.store.Along;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * What an organisation's sending folder told to be done with reports that were there: which report
 * was meant, from the first try on, and whether it was done. Thread-safe.
 *
 * @param organisation its ODS code
 */
record FolderActs(Jdbi jdbi, String organisation) {
  /**
   * One of them.
   *
   * @param document the report that stood for the consultation at the first try
   */
  record Act(UUID document, boolean done) {}

  /**
   * The act of what was taken under this id.
   *
   * @param latest the report that stands for the consultation now
   */
  Act of(String taken, UUID latest) {
    return jdbi.inTransaction(
        handle -> {
          handle
              .createUpdate(
                  "insert into sending_folder_act (organisation, taken, document) values"
                      + " (:organisation, :taken, :document) on conflict do nothing")
              .bind("organisation", organisation)
              .bind("taken", taken)
              .bind("document", latest)
              .execute();
          return handle
              .createQuery(
                  "select document, done from sending_folder_act where organisation = :organisation"
                      + " and taken = :taken")
              .bind("organisation", organisation)
              .bind("taken", taken)
              .map(
                  (row, context) ->
                      new Act(row.getObject("document", UUID.class), row.getBoolean("done")))
              .one();
        });
  }

  /** That it was done, to be written with what was done and with {@code beside}. */
  Along done(String taken, Along beside) {
    return handle -> {
      int first =
          handle
              .createUpdate(
                  "update sending_folder_act set done = true where organisation = :organisation and"
                      + " taken = :taken and not done")
              .bind("organisation", organisation)
              .bind("taken", taken)
              .execute();
      if (first == 0) {
        throw new IllegalStateException("another node has done what %s says".formatted(taken));
      }
      beside.write(handle);
    };
  }
}
