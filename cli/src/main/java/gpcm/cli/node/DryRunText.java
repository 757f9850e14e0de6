package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a node says of a dry run, in lines for people. */
final class DryRunText {
  private DryRunText() {}

  static List<String> lines(JsonNode run, boolean goes) {
    List<String> lines = new ArrayList<>();
    if (run.has("unchanged")) {
      lines.add(
          "nothing has changed: document %s, version %d, is %s; nothing would begin anew"
              .formatted(
                  run.path("unchanged").asText(),
                  run.path("version").asInt(),
                  run.path("state").asText()));
      return lines;
    }
    for (JsonNode step : run.path("decisions")) {
      lines.add(step.path("step").asText() + ": " + step.path("reason").asText());
      if (step.has("whatToDo")) {
        lines.add("  what to do: " + step.path("whatToDo").asText());
      }
    }
    for (JsonNode finding : run.path("findings")) {
      lines.add(
          "finding: %s at %s: found %s, expected %s. %s"
              .formatted(
                  finding.path("requirement").asText(),
                  finding.path("path").asText(),
                  finding.path("found").asText(),
                  finding.path("expected").asText(),
                  finding.path("whatToDo").asText()));
    }
    if (run.has("replaces")) {
      lines.add("it would replace document " + run.path("replaces").path("id").asText());
    }
    if (run.has("insteadOf")) {
      lines.add(
          "it would come in the place of document %s, which has not left"
              .formatted(run.path("insteadOf").asText()));
    }
    lines.add(outcome(run, goes));
    return lines;
  }

  private static String outcome(JsonNode run, boolean goes) {
    String which = "version %d ".formatted(run.path("version").asInt());
    if (run.path("state").asText().equals("unconfirmed")) {
      return which + "would wait to be confirmed; nothing was kept or sent";
    }
    if (!goes) {
      return which + "would not go by itself; nothing was kept or sent";
    }
    return "%swould leave at %s; nothing was kept or sent"
        .formatted(which, run.path("leavesAt").asText());
  }
}
