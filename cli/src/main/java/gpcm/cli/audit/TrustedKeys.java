package gpcm.cli.audit;

import gpcm.audit.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The keys that were given: as they are written, or by the name of a file with one a line. */
final class TrustedKeys {
  private static final int LARGEST = 1 << 20;

  private TrustedKeys() {}

  static List<VerifierKey> of(List<String> given) throws IOException {
    List<VerifierKey> keys = new ArrayList<>();
    for (String each : given) {
      if (each.contains("+")) {
        keys.add(VerifierKey.parse(each));
      } else {
        for (String line : SmallFile.text(Path.of(each), LARGEST).lines().toList()) {
          if (!line.isBlank()) {
            keys.add(VerifierKey.parse(line));
          }
        }
      }
    }
    return keys;
  }
}
