package gpcm.cli.testbench;

import gpcm.cli.terminal.JsonOutput;
import gpcm.message.ResponseCode;
import gpcm.testbench.Exemplar;
import gpcm.testbench.MessageFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Show the exemplar messages and the answers to expect",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Option(names = "--json", description = "one JSON array")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.text(objects()));
    } else {
      table(out, "Good messages: send --good NAME", List.of(Exemplar.Good.values()));
      table(out, "Faulty messages: send --fault NAME", List.of(MessageFault.values()));
      table(
          out,
          "Messages that ask the synthetic receiver for a code: send --code CODE",
          Exemplar.asking());
    }
    out.flush();
    return 0;
  }

  private static void table(PrintWriter out, String title, List<? extends Exemplar> exemplars) {
    out.println(title);
    for (Exemplar exemplar : exemplars) {
      out.printf("  %-30s %-24s %s%n", exemplar.typed(), codes(exemplar, " "), exemplar.text());
    }
    out.println();
  }

  static String codes(Exemplar exemplar, String between) {
    return exemplar.expected().stream()
        .map(ResponseCode::code)
        .collect(Collectors.joining(between));
  }

  private static List<Map<String, Object>> objects() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Exemplar.Good good : Exemplar.Good.values()) {
      all.add(object("good", good));
    }
    for (MessageFault fault : MessageFault.values()) {
      all.add(object("fault", fault));
    }
    Exemplar.asking().forEach(exemplar -> all.add(object("code", exemplar)));
    return all;
  }

  private static Map<String, Object> object(String kind, Exemplar exemplar) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", kind);
    object.put("name", exemplar.typed());
    object.put("expected", exemplar.expected().stream().map(ResponseCode::code).toList());
    object.put("text", exemplar.text());
    return object;
  }
}
