package gpcm.cli.requirements;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.cli.terminal.JsonOutput;
import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.Requirements;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gpcm requirements}: every numbered requirement and how it is met. */
@Command(
    name = "requirements",
    mixinStandardHelpOptions = true,
    description =
        "Lists every numbered requirement of the specification and how this program meets it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:the command was used wrongly"})
public final class RequirementsCommand implements Callable<Integer> {
  @Option(
      names = "--use-case",
      paramLabel = "USE-CASE",
      description = "only of one: core, consultation-summary, online-consultation, generic")
  private String useCase = "";

  @Option(names = "--json", description = "a JSON array instead of a table")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Requirement> all = Requirements.all().list();
    if (!useCase.isEmpty() && all.stream().noneMatch(r -> r.useCase().equals(useCase))) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(),
          "--use-case "
              + useCase
              + ": one of core, consultation-summary, online-consultation, generic is expected");
    }
    List<Requirement> chosen =
        all.stream().filter(r -> useCase.isEmpty() || r.useCase().equals(useCase)).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      json(chosen, out);
    } else {
      chosen.forEach(
          r ->
              out.printf(
                  "%-15s %-6s %-12s %s%n%36s%s%n",
                  r.id(), r.strength(), r.kind().label(), r.words(), "", r.proof()));
    }
    out.flush();
    return 0;
  }

  private static void json(List<Requirement> requirements, PrintWriter out) throws IOException {
    try (JsonGenerator json = JsonOutput.generator(out)) {
      json.writeStartArray();
      for (Requirement r : requirements) {
        json.writeStartObject();
        json.writeStringField("id", r.id());
        json.writeStringField("useCase", r.useCase());
        json.writeStringField("strength", r.strength().name());
        json.writeStringField("kind", r.kind().label());
        json.writeStringField("words", r.words());
        json.writeStringField("proof", r.proof());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println();
  }
}
