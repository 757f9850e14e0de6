package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.node.sending.DryRun;
import java.util.Base64;
import java.util.Locale;

/** What the API says of a dry run. */
final class DryRunJson {
  private DryRunJson() {}

  static ObjectNode of(Document document, DryRun run) {
    ObjectNode json = ApiJson.object();
    json.put("encounterId", document.encounterId());
    json.put("useCase", document.useCase());
    json.put("version", run.version());
    json.put("state", run.state().text());
    run.unchanged().ifPresent(id -> json.put("unchanged", id.toString()));
    run.leavesAt().ifPresent(at -> json.put("leavesAt", at.toString()));
    run.replaces()
        .ifPresent(
            earlier ->
                json.putObject("replaces")
                    .put("id", earlier.id().toString())
                    .put("documentId", earlier.documentId()));
    run.insteadOf().ifPresent(id -> json.put("insteadOf", id.toString()));
    ArrayNode steps = json.putArray("decisions");
    for (DryRun.Step each : run.decisions()) {
      ObjectNode step =
          steps
              .addObject()
              .put("step", each.name())
              .put("goesOn", each.goesOn())
              .put("reason", each.reason());
      each.whatToDo().ifPresent(what -> step.put("whatToDo", what));
    }
    ArrayNode findings = json.putArray("findings");
    run.findings()
        .forEach(
            each ->
                findings
                    .addObject()
                    .put("requirement", each.requirement())
                    .put("strength", each.strength().name().toLowerCase(Locale.ROOT))
                    .put("path", each.path())
                    .put("found", each.found())
                    .put("expected", each.expected())
                    .put("whatToDo", each.fix()));
    run.report().ifPresent(report -> put(json.putObject("report"), report));
    return json;
  }

  private static void put(ObjectNode json, DryRun.Report report) {
    json.put("fileName", report.file().fileName());
    json.put("contentType", report.file().contentType());
    json.put("size", report.file().content().size());
    json.put("sha256", report.file().content().hash().hex());
    json.put("handedIn", report.handedIn());
    report.pdf().ifPresent(pdf -> json.put("pdf", Base64.getEncoder().encodeToString(pdf)));
  }
}
