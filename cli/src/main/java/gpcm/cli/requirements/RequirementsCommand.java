package gpcm.cli.requirements;

import gpcm.cli.terminal.NearestWord;
import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.Requirements;
import gpcm.rules.catalogue.UserStories;
import gpcm.rules.catalogue.UserStory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm requirements}: every numbered requirement and user story, and how it is met. */
@Command(
    name = "requirements",
    mixinStandardHelpOptions = true,
    description =
        "Lists every numbered requirement of the specification and how this program meets it, or"
            + " explains the requirements and user stories that are named.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:the command was used wrongly"})
public final class RequirementsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description =
          "requirements, user stories and process maps to explain, such as GPCM-SD-023,"
              + " GPC-SD-OC-04, PM-CS")
  private List<String> ids = List.of();

  @Option(
      names = "--use-case",
      paramLabel = "USE-CASE",
      description = "only of one: core, consultation-summary, online-consultation, generic")
  private String useCase = "";

  @Option(
      names = "--open",
      description =
          "only what is not, or not wholly, met yet, of requirements and user stories; with --json"
              + " an id and a why for each")
  private boolean open;

  @Option(names = "--json", description = "a JSON array instead of a table")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Requirement> requirements = Requirements.all().list();
    if (!useCase.isEmpty() && requirements.stream().noneMatch(r -> r.useCase().equals(useCase))) {
      throw new ParameterException(
          spec.commandLine(),
          "--use-case "
              + useCase
              + ": one of core, consultation-summary, online-consultation, generic is expected");
    }
    Account chosen = chosen(new Account(requirements, UserStories.all().list()));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new AccountJson(out).write(chosen, open);
    } else {
      new AccountText(out).write(chosen, open, !ids.isEmpty());
    }
    out.flush();
    return 0;
  }

  private Account chosen(Account all) {
    Account named = ids.isEmpty() ? all : named(all);
    Account ofUseCase = useCase.isEmpty() ? named : named.of(useCase);
    if (open) {
      return ofUseCase.open();
    }
    // The list of everything stays the list of the numbered requirements.
    return ids.isEmpty() ? ofUseCase.withoutStories() : ofUseCase;
  }

  private Account named(Account all) {
    List<Requirement> requirements = new ArrayList<>();
    List<UserStory> stories = new ArrayList<>();
    for (String id : ids) {
      Optional<Requirement> requirement =
          all.requirements().stream().filter(r -> r.id().equalsIgnoreCase(id)).findFirst();
      Optional<UserStory> story =
          all.stories().stream().filter(s -> s.id().equalsIgnoreCase(id)).findFirst();
      if (requirement.isEmpty() && story.isEmpty()) {
        throw new ParameterException(spec.commandLine(), unknown(id, all));
      }
      requirement.ifPresent(requirements::add);
      story.ifPresent(stories::add);
    }
    return new Account(requirements, stories);
  }

  private static String unknown(String id, Account all) {
    List<String> known =
        Stream.concat(
                all.requirements().stream().map(Requirement::id),
                all.stories().stream().map(UserStory::id))
            .toList();
    return "there is no requirement "
        + id
        + NearestWord.to(id, known, 3)
            .map(near -> "; did you mean " + near + "?")
            .orElse(
                "; the ids begin with GPCM-C, GPCM-SD, GPCM-SD-CS, GPCM-SD-OC and GPCM-SD-GE, those"
                    + " of user stories with GPC-SD and GPC-SD-OC, and those of process maps with"
                    + " PM");
  }
}
