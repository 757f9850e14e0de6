package gpcm.cli.message;

import java.io.IOException;

/** Where the findings of one file after another go. */
interface FindingsReport {
  /** The next file. */
  void file(CheckedFile checked) throws IOException;

  /** After the last one. */
  void end() throws IOException;
}
