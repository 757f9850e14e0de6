package gpcm.cli.terminal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command that was used wrongly is told what is wrong in one line, not its whole help. */
public final class UsageError implements IParameterExceptionHandler {
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "cannot convert '(.*)' to (?:class )?([\\w.$]+)(?: \\(.*\\))?$", Pattern.DOTALL);

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
    String text = inWords(String.valueOf(wrong.getMessage()).strip());
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** picocli names the Java class that a value could not be made into, and what threw. */
  private static String inWords(String text) {
    Matcher other = OTHER_TYPE.matcher(text);
    if (other.find()) {
      return other.replaceFirst(
          Matcher.quoteReplacement("'" + other.group(1) + "' is no " + form(other.group(2))));
    }
    return text.replaceFirst(" is not an? (?:int|long|short|byte)$", " is no whole number");
  }

  private static String form(String type) {
    return switch (type) {
      case "java.time.Instant" -> "moment such as 2026-11-20T19:00:00Z";
      case "java.time.LocalDate" -> "date such as 1957-01-09";
      case "java.net.URI" -> "address such as http://127.0.0.1:8080";
      default -> "value that it takes";
    };
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
    return StrangersText.plain(text.replaceAll("\\p{Cntrl}+", " "));
  }
}
