package gpcm.node.coded;

import gpcm.node.config.CodedSettings;
import gpcm.node.store.Database;
import java.time.InstantSource;

/**
 * What people work with when they review coded entries.
 *
 * @param review the entries, and what they decide
 * @param confirmed what counts after that
 * @param codes the codes they may choose from
 */
public record CodedWork(CodedReview review, ConfirmedEntries confirmed, CodeList codes) {
  /**
   * Opens them.
   *
   * @throws IllegalArgumentException when the file of codes is none
   */
  public static CodedWork open(Database database, CodedSettings settings, InstantSource clock) {
    return new CodedWork(
        new CodedReview(database, settings, clock),
        new ConfirmedEntries(database, settings),
        new CodeList(settings.codes()));
  }
}
