package gpcm.cli.message;

import gpcm.cli.terminal.FileOutput;
import gpcm.cli.terminal.JsonOutput;
import gpcm.cli.terminal.Written;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The form a user wants a built message in, and how its writing is told. */
final class MessageOutput {
  enum Form {
    XML,
    JSON;

    String typed() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Small letters, as all options are. */
  static final class FormName implements ITypeConverter<Form> {
    @Override
    public Form convert(String value) {
      return switch (value) {
        case "xml" -> Form.XML;
        case "json" -> Form.JSON;
        default -> throw new TypeConversionException("it must be xml or json");
      };
    }
  }

  @Option(
      names = "--format",
      paramLabel = "xml|json",
      converter = FormName.class,
      description =
          "FHIR XML or FHIR JSON; without it the ending of the output's name decides, else XML")
  private Optional<Form> form = Optional.empty();

  @Option(
      names = "--json",
      description =
          "print JSON: what was written as one object, or the message itself as FHIR JSON when it"
              + " goes to standard output")
  private boolean json;

  /** Writes the message, and says so where it went to a file. */
  void write(ReadMessage message, FileOutput output, PrintWriter out) throws IOException {
    Form chosen = form.orElseGet(() -> usual(output));
    Optional<Written> written = output.text(to -> write(message, chosen, to));
    if (written.isEmpty()) {
      return;
    }
    if (json) {
      Map<String, Object> fields = written.get().fields();
      fields.put("format", chosen.typed());
      fields.put("kind", CheckedFile.kind(message));
      fields.put("messageId", message.messageId().orElse(null));
      JsonOutput.line(fields, out);
    } else {
      out.println(
          written
              .get()
              .sentence(
                  InspectionText.what(message)
                      + ", message id "
                      + message.messageId().orElse("(none)")));
      out.flush();
    }
  }

  private Form usual(FileOutput output) {
    return output
        .file()
        .map(name -> name.toLowerCase(Locale.ROOT).endsWith(".json") ? Form.JSON : Form.XML)
        .orElse(json ? Form.JSON : Form.XML);
  }

  private static void write(ReadMessage message, Form form, OutputStream to) throws IOException {
    switch (form) {
      case XML -> new MessageWriter().writeXml(message, to);
      case JSON -> new MessageWriter().writeJson(message, to);
    }
  }
}
