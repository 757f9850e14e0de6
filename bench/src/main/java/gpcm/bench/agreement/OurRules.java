package gpcm.bench.agreement;

import gpcm.fhir.AttachmentSink;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.Finding;
import gpcm.rules.Rules;
import gpcm.rules.Strength;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The project's reader and rules as a receiver has them, asked for the faults of a text. */
final class OurRules {
  private final MessageReader reader = new MessageReader();
  private final Rules rules = RuleCatalogue.rules(Tolerances.ALL);

  /** Every MUST that it breaks, tolerated or not, without places. */
  List<String> faults(String text, boolean json) {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    List<String> faults = new ArrayList<>();
    try {
      ReadMessage read =
          json
              ? reader.readJson(in, AttachmentSink.inMemory(1 << 20))
              : reader.readXml(in, AttachmentSink.inMemory(1 << 20));
      for (Finding finding : rules.check(read)) {
        if (finding.strength() == Strength.MUST) {
          faults.add(
              finding.requirement()
                  + (finding.tolerated() ? " (tolerated) " : " ")
                  + finding.path().replaceAll("\\[\\d+\\]", "")
                  + ": "
                  + finding.expected());
        }
      }
    } catch (UnreadableMessageException e) {
      faults.add("not readable: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can always be read", e);
    }
    return faults;
  }
}
