package gpcm.cli.node;

import gpcm.audit.entry.Action;
import gpcm.node.people.ApiKeys;
import gpcm.node.people.Permission;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm node key make}: prints a new key, once. */
@Command(
    name = "make",
    description =
        "Makes a key and prints it. It is kept nowhere: store it where only the machine can read"
            + " it.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the key was made",
      "2:the command was used wrongly, or the configuration cannot be used",
      "70:the node's database cannot be reached"
    })
final class MakeKeyCommand implements Callable<Integer> {
  @Mixin NodeDirectory node;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "What people call the machine; what it does is recorded under this name.")
  String name;

  @Option(
      names = "--scope",
      paramLabel = "PERMISSION",
      required = true,
      split = ",",
      description = "What it may do, such as document.submit; docs/roles.md lists the words.")
  List<String> scopes;

  @Option(
      names = "--last-day",
      paramLabel = "DATE",
      description = "The last day on which it opens anything, such as 2027-03-31.")
  Optional<LocalDate> lastDay;

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    Set<Permission> allowed = new HashSet<>();
    scopes.forEach(scope -> allowed.add(permission(scope)));
    if (name.isBlank() || name.length() > 100) {
      throw new ParameterException(command.commandLine(), "--name must have 1 to 100 characters");
    }
    ApiKeys.Made made =
        node.recorded(
            Action.KEY_CHANGED,
            (directory, organisation, settings) ->
                directory
                    .keys()
                    .make(
                        name.strip(),
                        organisation,
                        allowed,
                        lastDay.map(
                            day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()),
                        "the command gpcm node key make"),
            key ->
                entry ->
                    entry.changing(
                        "no key",
                        "key %s for %s"
                            .formatted(
                                key.key().id(),
                                key.key().scopes().stream()
                                    .map(Permission::text)
                                    .sorted()
                                    .collect(Collectors.joining(", ")))));
    PrintWriter out = command.commandLine().getOut();
    out.println(made.secret());
    out.flush();
    return 0;
  }

  private Permission permission(String scope) {
    return Permission.of(scope.strip())
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--scope "
                        + scope
                        + " is no permission; there are "
                        + String.join(
                            ", ",
                            Arrays.stream(Permission.values()).map(Permission::text).toList())));
  }
}
