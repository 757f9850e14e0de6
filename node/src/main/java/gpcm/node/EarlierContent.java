package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.content.ContentFilesImport;
import gpcm.node.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the files in which an earlier version kept large content into the database, where every
 * node can read them. What is damaged or gone is told to the organisations that had it.
 */
record EarlierContent(Ledger ledger, Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierContent.class);

  void bringIn() {
    ContentFilesImport.Outcome outcome;
    try {
      outcome = new ContentFilesImport(ledger.database().jdbi(), ledger.content(), folder).run();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the content files of an earlier version under " + folder + " cannot be brought in", e);
    }
    if (outcome.imported() > 0) {
      LOG.info(
          "{} content files of an earlier version are in the database now", outcome.imported());
    }
    outcome.lost().forEach(this::tell);
  }

  private void tell(ContentFilesImport.LostFile lost) {
    LOG.error("content {} of an earlier version is lost: {}", lost.content().hash(), lost.reason());
    Lost.with(ledger, lost.content().hash().hex()).stream()
        .map(Lost::organisation)
        .distinct()
        .forEach(
            organisation ->
                ledger.tell(
                    organisation,
                    new AlertText(
                        "lost-content/" + lost.content().hash(),
                        "A stored file is damaged or missing",
                        lost.reason(),
                        "Put the file back from a backup and start the node again; ask the other"
                            + " side for the document if there is none.")));
  }
}
