package gpcm.cli.oidc;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm oidc}: sign-in without a real provider. */
@Command(
    name = "oidc",
    description = "Run a stand-in OpenID provider, to try out how people sign in",
    mixinStandardHelpOptions = true,
    subcommands = {ServeOidcCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command line is wrong",
      "6:a local file or the port can't be used"
    })
public final class OidcCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do; see gpcm oidc --help");
  }
}
