package gpcm.cli.terminal;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The one file a command reads: {@code FILE}, or {@code --input FILE}. */
public final class FileInput {
  /** The name that stands for standard input. */
  public static final String STANDARD = "-";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE|-",
      description = "what to read; - for standard input")
  private Optional<String> argument = Optional.empty();

  @Option(names = "--input", paramLabel = "FILE|-", description = "the same as FILE")
  private Optional<String> option = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * The name as it was given.
   *
   * @throws ParameterException when none was given, or two
   */
  public String name() {
    if (argument.isPresent() && option.isPresent()) {
      throw new ParameterException(
          command.commandLine(), "give the input once: as FILE or with --input, not both");
    }
    return argument
        .or(() -> option)
        .filter(name -> !name.isBlank())
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(), "say what to read: a FILE, or - for standard input"));
  }

  /** Whether standard input is read. */
  public boolean isStandard() {
    return name().equals(STANDARD);
  }
}
