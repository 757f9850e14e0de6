package gpcm.cli.message;

import gpcm.cli.terminal.FileInput;
import gpcm.consultation.Document;
import gpcm.consultation.json.ConsultationJson;
import gpcm.consultation.json.DocumentJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A consultation given on the command line, and the files beside it. */
final class ConsultationFile {
  private ConsultationFile() {}

  /**
   * Reads it, a byte more than is accepted, so that a larger one is refused and not cut.
   *
   * @throws gpcm.consultation.json.InvalidConsultationException with every problem
   */
  static Document read(FileInput input) throws IOException {
    if (input.isStandard()) {
      return DocumentJson.read(System.in.readNBytes(ConsultationJson.MAX_BYTES + 1));
    }
    try (InputStream in = MessageFile.open(Path.of(input.name()))) {
      return DocumentJson.read(in.readNBytes(ConsultationJson.MAX_BYTES + 1));
    }
  }

  /** A file beside it; in the working folder when it is standard input. */
  static Path beside(FileInput input, String file) {
    return input.isStandard() ? Path.of(file) : Path.of(input.name()).resolveSibling(file);
  }
}
