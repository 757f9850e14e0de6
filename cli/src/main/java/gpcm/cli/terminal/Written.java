package gpcm.cli.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A file that a command has written.
 *
 * @param file its name as it was given
 * @param bytes its size
 * @param sha256 the hash of its bytes, in small hexadecimal digits
 */
public record Written(String file, long bytes, String sha256) {
  /** Says so to a person. */
  public String sentence(String what) {
    return "wrote "
        + file
        + ": "
        + what
        + ", "
        + String.format(Locale.ROOT, "%,d", bytes)
        + " bytes";
  }

  /** Says so to a program; may be added to. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file);
    fields.put("bytes", bytes);
    fields.put("sha256", sha256);
    return fields;
  }

  /** Says so on standard output, in either way. */
  public void tell(String what, boolean json, PrintWriter out) throws IOException {
    if (json) {
      JsonOutput.line(fields(), out);
    } else {
      out.println(sentence(what));
      out.flush();
    }
  }
}
