package gpcm.node.receiving;

import gpcm.node.ledger.ReadColumns;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.ledger.ToRead;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import java.util.ArrayList;
import java.util.List;

/** The findings about a received message, as rows. */
final class FindingRows {
  private static final TableWrite FINDING =
      new TableWrite(
          "finding",
          """
          insert into finding (received, ordinal, requirement, strength, code, path, found, expected, fix, tolerated)
          select received, ordinal, requirement, strength, code, path, found, expected, fix, tolerated
          from json_to_recordset(:finding::json) as r (received uuid, ordinal integer, requirement text, strength text, code text,
            path text, found text, expected text, fix text, tolerated boolean)
          """);

  private FindingRows() {}

  /** What could not be looked at, which stands with the message itself. */
  static List<ReadColumns.NotChecked> notChecked(Findings findings) {
    return findings.notChecked().stream()
        .map(one -> new ReadColumns.NotChecked(one.requirement(), one.reason()))
        .distinct()
        .toList();
  }

  static void write(StepResult result, ToRead message, Findings findings) {
    int ordinal = 0;
    List<Finding> all = new ArrayList<>();
    findings.forEach(all::add);
    for (Finding finding : all) {
      result.write(
          FINDING,
          new Row()
              .put("received", message.message().id())
              .put("ordinal", ordinal++)
              .put("requirement", finding.requirement())
              .put("strength", finding.strength().name())
              .put("code", finding.code().code())
              .put("path", finding.path())
              .put("found", finding.found())
              .put("expected", finding.expected())
              .put("fix", finding.fix())
              .put("tolerated", finding.tolerated()));
    }
  }
}
