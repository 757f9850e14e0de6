package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.terminal.StrangersText;
import gpcm.node.bulk.BulkAct;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which documents of the outbox a command is about when it is about many, and how far it is. */
final class ManyDocuments {
  static final String PLACE = "/api/v1/documents/bulk";
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Set<String> ENDED = Set.of("done", "stopped", "refused");

  @Option(
      names = "--all-matching",
      description =
          "All documents that the filters find, instead of one. They are counted first, and none"
              + " that comes later is among them.")
  boolean allMatching;

  @Option(names = "--view", paramLabel = "VIEW", description = "A view, such as not-accepted.")
  Optional<String> view;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "In one of these states, such as failed,overdue.")
  String[] states;

  @Option(names = "--use-case", paramLabel = "NAME", description = "Of this use case.")
  Optional<String> useCase;

  @Option(names = "--recipient", paramLabel = "ODS", description = "To this organisation.")
  Optional<String> recipient;

  @Option(names = "--clinician", paramLabel = "ID", description = "Of this clinician.")
  Optional<String> clinician;

  @Option(
      names = "--between",
      paramLabel = "DAY",
      arity = "2",
      description = "Handed in from this day to that, such as 2026-03-01 2026-03-31.")
  String[] between;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "Answered or reported with this code, such as 30002 or EPL-151.")
  Optional<String> code;

  @Option(
      names = "--watch",
      description = "Go on until it has ended, and print how far it is whenever that changes.")
  boolean watch;

  @Option(names = "--json", description = "Print what the node answers, one JSON object a line.")
  boolean json;

  @Option(
      names = "--stop",
      paramLabel = "ID",
      description = "Stops an act on many documents: the rest stays as it is.")
  Optional<UUID> stop;

  @Spec(Target.MIXEE)
  CommandSpec command;

  /** Whether it is about many. */
  boolean isAsked() {
    return allMatching || stop.isPresent();
  }

  /**
   * Makes sure that one thing is asked for.
   *
   * @param one whether a document is named
   */
  void requireOne(boolean one) {
    long asked = Stream.of(one, allMatching, stop.isPresent()).filter(each -> each).count();
    if (asked != 1) {
      throw new ParameterException(
          command.commandLine(), "give one of these: ID, --all-matching, --stop ID");
    }
    ObjectNode filters = filters();
    if (!allMatching && !filters.isEmpty()) {
      String first = filters.fieldNames().next();
      throw new ParameterException(
          command.commandLine(),
          "--%s is for --all-matching".formatted(first.equals("from") ? "between" : first));
    }
    if (one && (watch || json)) {
      throw new ParameterException(
          command.commandLine(), "--watch and --json are for --all-matching and --stop");
    }
  }

  /** The filters that were given, as the node is told them. */
  private ObjectNode filters() {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    view.ifPresent(value -> filters.put("view", value));
    if (states != null) {
      ArrayNode all = filters.putArray("state");
      Stream.of(states).forEach(all::add);
    }
    useCase.ifPresent(value -> filters.put("use-case", value));
    recipient.ifPresent(value -> filters.put("recipient", value));
    clinician.ifPresent(value -> filters.put("clinician", value));
    if (between != null) {
      filters.put("from", between[0]).put("to", between[1]);
    }
    code.ifPresent(value -> filters.put("code", value));
    return filters;
  }

  /** Has the node count them, and prints that. */
  JsonNode count(NodeCaller node, String act) throws IOException, InterruptedException {
    JsonNode counted = node.post(PLACE, filters().put("act", act));
    if (!json) {
      print(counted(counted));
    }
    return counted;
  }

  private static String counted(JsonNode counted) {
    Stream<String> lines =
        Stream.concat(
            Stream.of("counted: " + documents(counted.path("items").asInt())),
            counted.path("counts").valueStream().map(ManyDocuments::line));
    int others = counted.path("others").asInt();
    return Stream.concat(
            lines,
            others == 0
                ? Stream.empty()
                : Stream.of(
                    documents(others) + " of the list stay as they are: it cannot be done there"))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String line(JsonNode count) {
    return StrangersText.plain(
        "  %6d %s, to %s"
            .formatted(
                count.path("count").asInt(),
                count.path("state").asText(),
                count.path("recipient").asText()));
  }

  static String documents(int count) {
    return count == 1 ? "1 document" : count + " documents";
  }

  /** The page on which people see an act and have it done. */
  static String page(NodeCaller node, JsonNode act) {
    return node.url.replaceFirst("/+$", "") + "/outbox/bulk/" + act.path("id").asText();
  }

  /** Stops the one that is named. */
  int stop(NodeCaller node, NamedPerson by) throws IOException, InterruptedException {
    JsonNode stopped = node.post(PLACE + "/" + stop.orElseThrow() + "/stop", by.body());
    tell(stopped);
    return 0;
  }

  /**
   * Says how far an act is: once, or until it has ended.
   *
   * @return the exit code: 0 when it was done with all, or goes on; else 1
   */
  int follow(NodeCaller node, JsonNode act) throws IOException, InterruptedException {
    JsonNode now = act;
    String told = tell(now);
    while (watch && !ENDED.contains(now.path("state").asText())) {
      if (isOver(now)) {
        print("nobody has asked for it within an hour: count again");
        return 1;
      }
      Thread.sleep(BETWEEN);
      now = node.get(PLACE + "/" + act.path("id").asText() + "?limit=1");
      if (!told.equals(far(now))) {
        told = tell(now);
      }
    }
    return ENDED.contains(now.path("state").asText())
            && now.path("done").asInt() < now.path("items").asInt()
        ? 1
        : 0;
  }

  // So long what was counted can be asked for; that is what the node goes by.
  private static boolean isOver(JsonNode act) {
    return act.path("state").asText().equals("drafted")
        && Instant.parse(act.path("countedAt").asText())
            .plus(BulkAct.COUNTED_FOR)
            .isBefore(InstantSource.system().instant());
  }

  private String tell(JsonNode act) {
    print(json ? act.toString() : far(act));
    return far(act);
  }

  private static String far(JsonNode act) {
    int done = act.path("done").asInt();
    int left = act.path("leftOut").asInt();
    String state = act.path("state").asText();
    return "%s: done with %d, %d left as they were, %d %s"
        .formatted(
            words(state),
            done,
            left,
            act.path("items").asInt() - done - left,
            ENDED.contains(state) ? "not done" : "to come");
  }

  private static String words(String state) {
    return switch (state) {
      case "drafted" -> "counted, and waits for a person to ask for it";
      case "asked" -> "waits for a second person";
      case "refused" -> "not confirmed by the second person";
      case "running" -> "running";
      case "stopped" -> "stopped";
      default -> "finished";
    };
  }

  void print(String text) {
    PrintWriter out = command.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
