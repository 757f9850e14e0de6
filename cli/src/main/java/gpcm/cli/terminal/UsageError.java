package gpcm.cli.terminal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command that was used wrongly is told what is wrong in one line, not its whole help. */
public final class UsageError implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    if (arguments.length == 0) {
      command.usage(command.getErr());
      return FailureMessage.BAD_INPUT;
    }
    String name = command.getCommandSpec().qualifiedName();
    String sentence = sentence(wrong, command);
    String help = sentence.contains(" --help") ? "" : "; see " + name + " --help";
    String text = plain(name + ": " + sentence + help);
    command.getErr().println(command.getColorScheme().errorText(text));
    command.getErr().flush();
    return FailureMessage.BAD_INPUT;
  }

  private static String sentence(ParameterException wrong, CommandLine command) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      if (first.startsWith("-") && first.length() > 1) {
        return "there is no option " + first + suggestion(first, options(command), 3);
      }
      return command.getSubcommands().isEmpty()
          ? "'" + first + "' is one argument too many"
          : "there is no command '" + first + "'" + commands(first, command);
    }
    String text = String.valueOf(wrong.getMessage()).strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String commands(String word, CommandLine command) {
    List<String> names = List.copyOf(command.getSubcommands().keySet());
    return suggestion(word, names, Integer.MAX_VALUE)
        + " (there are "
        + String.join(", ", names)
        + ")";
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap(option -> List.of(option.names()).stream())
        .collect(Collectors.toList());
  }

  private static String suggestion(String word, List<String> known, int furthest) {
    String bare = word.split("=", 2)[0];
    Optional<String> nearest = NearestWord.to(bare, known, furthest);
    return nearest.map(name -> "; did you mean " + name + "?").orElse("");
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
