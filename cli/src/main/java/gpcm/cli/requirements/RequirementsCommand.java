package gpcm.cli.requirements;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.cli.terminal.JsonOutput;
import gpcm.cli.terminal.NearestWord;
import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.Requirement.Kind;
import gpcm.rules.catalogue.Requirements;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm requirements}: every numbered requirement and how it is met. */
@Command(
    name = "requirements",
    mixinStandardHelpOptions = true,
    description =
        "Lists every numbered requirement of the specification and how this program meets it, or"
            + " explains those that are named.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:the command was used wrongly"})
public final class RequirementsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "requirements to explain, such as GPCM-SD-023")
  private List<String> ids = List.of();

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
      throw new ParameterException(
          spec.commandLine(),
          "--use-case "
              + useCase
              + ": one of core, consultation-summary, online-consultation, generic is expected");
    }
    List<Requirement> chosen =
        named(all).stream().filter(r -> useCase.isEmpty() || r.useCase().equals(useCase)).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      json(chosen, out);
    } else if (ids.isEmpty()) {
      chosen.forEach(
          r ->
              out.printf(
                  "%-15s %-6s %-12s %s%n%36s%s%n",
                  r.id(), r.strength(), r.kind().label(), r.words(), "", r.proof()));
    } else {
      chosen.forEach(r -> explain(r, out));
    }
    out.flush();
    return 0;
  }

  /** All when none is named. */
  private List<Requirement> named(List<Requirement> all) {
    if (ids.isEmpty()) {
      return all;
    }
    List<Requirement> named = new ArrayList<>();
    for (String id : ids) {
      named.add(
          all.stream()
              .filter(r -> r.id().equalsIgnoreCase(id))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "there is no requirement "
                              + id
                              + NearestWord.to(id, all.stream().map(Requirement::id).toList(), 3)
                                  .map(near -> "; did you mean " + near + "?")
                                  .orElse(
                                      "; the ids begin with GPCM-C, GPCM-SD, GPCM-SD-CS,"
                                          + " GPCM-SD-OC and GPCM-SD-GE"))));
    }
    return named;
  }

  private static void explain(Requirement r, PrintWriter out) {
    out.printf("%s  %s, %s%n", r.id(), r.strength(), scope(r));
    out.printf("  asks      %s%n", r.words());
    out.printf("  is met    %s%n", how(r.kind()));
    out.printf("  %s  %s%n", r.kind() == Kind.NOT_SOFTWARE ? "reason  " : "proof   ", r.proof());
    out.println();
  }

  private static String scope(Requirement r) {
    return r.useCase().equals("core") ? "for every use case" : "use case " + r.useCase();
  }

  private static String how(Kind kind) {
    return switch (kind) {
      case RULE -> "by a rule that every message is checked against";
      case MESH_RULE -> "by a rule for what travels beside the message on MESH";
      case BEHAVIOUR -> "by what the node does, as a test shows";
      case PAGE -> "on a page of the node, as a test in a browser shows";
      case NOT_SOFTWARE -> "by people and organisations; no software can";
    };
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
