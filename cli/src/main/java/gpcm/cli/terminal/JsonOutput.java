package gpcm.cli.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;

/** JSON for the commands' {@code --json}. */
public final class JsonOutput {
  private JsonOutput() {}

  /** Writes into a writer that stays open. */
  public static JsonGenerator generator(Writer out) throws IOException {
    return new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /** Prints one object on a line of its own. */
  public static void line(Map<String, ?> object, PrintWriter out) throws IOException {
    out.println(text(object));
    out.flush();
  }

  /** One object, without line breaks. */
  public static String text(Object object) throws JsonProcessingException {
    // Made when it is used: every start makes all commands, and few of them print JSON.
    return JsonMapper.builder().build().writeValueAsString(object);
  }
}
