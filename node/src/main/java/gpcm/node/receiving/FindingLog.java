package gpcm.node.receiving;

import gpcm.node.mailbox.ReceivedMessage;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The receiver's own log of what was found in a message, of which a response names only the leading
 * fault. Thread-safe.
 */
final class FindingLog {

  void keep(Handle handle, ReceivedMessage message, Findings findings) {
    if (findings.all().isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into finding (received, ordinal, requirement, strength, code, path, found, expected, fix, tolerated)
            values (:received, :ordinal, :requirement, :strength, :code, :path, :found, :expected, :fix, :tolerated)
            """);
    int ordinal = 0;
    for (Finding finding : findings) {
      batch
          .bind("received", message.id())
          .bind("ordinal", ordinal++)
          .bind("requirement", finding.requirement())
          .bind("strength", finding.strength().name())
          .bind("code", finding.code().code())
          .bind("path", finding.path())
          .bind("found", finding.found())
          .bind("expected", finding.expected())
          .bind("fix", finding.fix())
          .bind("tolerated", finding.tolerated())
          .add();
    }
    batch.execute();
  }
}
