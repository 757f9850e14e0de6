package gpcm.cli.node;

import gpcm.audit.entry.Action;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.SignInLinks;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm node link}: lets somebody in once, from the node's own machine. */
@Command(
    name = "link",
    description =
        "Prints a link that signs somebody in once, within 24 hours: the first administrator, or"
            + " whoever has lost their password; or the link of the break-glass account, which is"
            + " sealed and kept for when nobody else gets in.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the link was made",
      "2:the command was used wrongly, or the configuration cannot be used",
      "70:the node's database cannot be reached"
    })
final class LinkCommand implements Callable<Integer> {
  private static final int LONGEST = 366;

  @Mixin NodeDirectory node;

  @ArgGroup(multiplicity = "1")
  Whom whom;

  /** For whom it is. */
  static final class Whom {
    @Option(
        names = "--administrator",
        required = true,
        description = "For the first administrator of an organisation that has none.")
    boolean administrator;

    @Option(
        names = "--user",
        paramLabel = "NAME",
        required = true,
        description = "For a person of the node's own, by their user name.")
    Optional<String> user;

    @Option(
        names = "--break-glass",
        required = true,
        description =
            "For the organisation's break-glass account. Print it and seal it: an earlier one opens"
                + " nothing any more, and people are told when it is used.")
    boolean breakGlass;
  }

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "With --break-glass: for how many days the link opens, 1 to 366 (366).")
  Optional<Integer> days = Optional.empty();

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    if (days.isPresent() && !whom.breakGlass) {
      throw new ParameterException(
          command.commandLine(), "--days is for --break-glass: other links open for 24 hours");
    }
    if (days.filter(each -> each < 1 || each > LONGEST).isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--days must be 1 to " + LONGEST + ", not " + days.get());
    }
    String link =
        node.recorded(
            Action.LINK_MADE,
            this::link,
            made ->
                entry ->
                    entry.changing(
                        "no link",
                        whom.administrator
                            ? "a link for the first administrator"
                            : whom.breakGlass ? "a link for the break-glass account" : "a link"));
    PrintWriter out = command.commandLine().getOut();
    out.println(link);
    out.flush();
    return 0;
  }

  private String link(Directory directory, String organisation, NodeConfiguration settings) {
    if (!settings.signIn().localAccounts()) {
      throw new ParameterException(
          command.commandLine(),
          "the node has no accounts of its own: switch sign-in.local-accounts on, or let people"
              + " come in by their provider");
    }
    HttpSettings http = settings.http();
    return http.address(http.listening(http.port()))
        + "/sign-in/link?key="
        + (whom.administrator
            ? first(directory, organisation)
            : whom.breakGlass ? sealed(directory, organisation) : again(directory, organisation));
  }

  private String sealed(Directory directory, String organisation) {
    return directory
        .breakGlass(organisation, Duration.ofDays(days.orElse(LONGEST)))
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "the break-glass account of "
                        + organisation
                        + " is shut: an administrator opens it on the page People"));
  }

  private String first(Directory directory, String organisation) {
    return directory
        .firstAdministrator(organisation)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    organisation + " has an administrator: ask them, or name one with --user"));
  }

  private String again(Directory directory, String organisation) {
    Person person =
        whom.user
            .flatMap(directory.people()::local)
            .filter(each -> directory.people().organisations(each.id()).contains(organisation))
            .filter(each -> !each.isBreakGlass())
            .orElseThrow(
                () ->
                    new ParameterException(
                        command.commandLine(),
                        "--user must be the user name of somebody with a role at " + organisation));
    return directory
        .links()
        .make(
            person.id(),
            SignInLinks.Purpose.RECOVERY,
            Directory.FIRST_LINK,
            "the command gpcm node link");
  }
}
