package gpcm.cli.node;

import gpcm.node.people.ApiKey;
import gpcm.node.people.Permission;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gpcm node key list}: what keys there are, without their secrets. */
@Command(
    name = "list",
    description = "Lists the keys of an organisation that are in force, without their secrets.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they were listed",
      "2:the command was used wrongly, or the configuration cannot be used",
      "70:the node's database cannot be reached"
    })
final class ListKeysCommand implements Callable<Integer> {
  @Mixin NodeDirectory node;

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    List<ApiKey> keys =
        node.with((directory, organisation, settings) -> directory.keys().list(organisation));
    PrintWriter out = command.commandLine().getOut();
    for (ApiKey key : keys) {
      out.println(
          "%s  %s  %s%s"
              .formatted(
                  key.id(),
                  key.name(),
                  String.join(",", key.scopes().stream().map(Permission::text).sorted().toList()),
                  key.ends().map(end -> "  ends " + end).orElse("")));
    }
    out.flush();
    return 0;
  }
}
