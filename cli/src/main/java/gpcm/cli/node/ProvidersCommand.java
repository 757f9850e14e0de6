package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.cli.terminal.StrangersText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gpcm providers}: who near a place can act on an online consultation. */
@Command(
    name = "providers",
    description =
        "Lists the providers near a place that can act on an online consultation, for a patient to"
            + " choose from. See docs/providers.md.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:there is none",
      "2:the command was used wrongly",
      "70:the node does not answer, or refuses"
    })
public final class ProvidersCommand implements Callable<Integer> {
  @Mixin NodeCaller node;

  @Option(
      names = "--near",
      required = true,
      paramLabel = "PLACE",
      description = "A UK postcode, its first part, or latitude,longitude.")
  String near;

  @Option(names = "--service", paramLabel = "TEXT", description = "Only those that offer it.")
  Optional<String> service;

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      defaultValue = "20",
      description = "How many at most, up to 100 (default ${DEFAULT-VALUE}).")
  int limit;

  @Option(names = "--json", description = "Print what the node answers: one JSON object.")
  boolean json;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String query =
        "near="
            + encoded(near)
            + "&limit="
            + limit
            + service.map(s -> "&service=" + encoded(s)).orElse("");
    JsonNode answer = node.get("/api/v1/providers?" + query);
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      answer.path("providers").forEach(each -> out.println(StrangersText.plain(line(each))));
    }
    out.flush();
    return answer.path("providers").isEmpty() ? 1 : 0;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String line(JsonNode provider) {
    return "%-10s  %s, %s  (%s, mailbox %s)"
        .formatted(
            provider.at("/preferredProvider/siteCode").asText(),
            provider.path("name").asText(),
            provider.path("telephone").asText(),
            provider.has("kilometres")
                ? provider.path("kilometres").asText() + " km"
                : provider.path("nearness").asText("place not known"),
            provider.at("/mailbox/state").asText());
  }
}
