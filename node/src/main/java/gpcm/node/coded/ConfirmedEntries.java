package gpcm.node.coded;

import gpcm.node.config.CodedSettings;
import gpcm.node.store.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The coded entries of a document that may go on to the record system: those that a person has
 * confirmed or changed, of a document that counts. Nothing else ever does. Thread-safe.
 */
public final class ConfirmedEntries {
  private final Database database;
  private final CodedPolicy policy;
  private final CodedRows rows;

  /** Reads from {@code database}. */
  ConfirmedEntries(Database database, CodedSettings settings) {
    this.database = database;
    this.policy = new CodedPolicy(settings.rules());
    this.rows = new CodedRows(policy);
  }

  /**
   * The confirmed entries of a document in its order. None of one that was replaced or is void, nor
   * of what its organisation does not take from its sender now.
   */
  public List<CodedItem> of(String organisation, UUID entry) {
    return database
        .jdbi()
        .withHandle(
            handle -> {
              Optional<CodedRows.Document> document =
                  rows.document(handle, organisation, entry).filter(CodedRows.Document::counts);
              if (document.isEmpty()) {
                return List.of();
              }
              String sender = document.get().sender();
              return rows.of(handle, organisation, entry).stream()
                  .filter(
                      item ->
                          item.state() == CodedState.CONFIRMED
                              || item.state() == CodedState.CHANGED)
                  .filter(item -> policy.takes(organisation, sender, item.kind()))
                  .toList();
            });
  }
}
