package gpcm.cli.message;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.cli.terminal.JsonOutput;
import gpcm.rules.CrashedRule;
import gpcm.rules.Finding;
import gpcm.rules.NotChecked;
import java.io.IOException;
import java.io.PrintWriter;

/** One JSON object a file, one a line. */
final class FindingsJson implements FindingsReport {
  private final PrintWriter out;

  FindingsJson(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void file(CheckedFile checked) throws IOException {
    try (JsonGenerator json = JsonOutput.generator(out)) {
      json.writeStartObject();
      json.writeStringField("file", checked.file().name());
      json.writeBooleanField("valid", checked.valid());
      json.writeBooleanField("byTolerance", checked.byTolerance());
      json.writeStringField("kind", checked.kind());
      if (checked.useCase().isPresent()) {
        json.writeStringField("useCase", checked.useCase().get());
      } else {
        json.writeNullField("useCase");
      }
      if (checked.notOpened().isPresent()) {
        json.writeNullField("code");
        json.writeStringField("error", checked.notOpened().get());
      } else if (checked.undecided()) {
        json.writeNullField("code");
      } else {
        json.writeStringField("code", checked.answer().code());
      }
      json.writeArrayFieldStart("findings");
      for (Finding finding : checked.findings()) {
        finding(finding, json);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("notChecked");
      for (NotChecked one : checked.findings().notChecked()) {
        notChecked(one, json);
      }
      json.writeEndArray();
      if (!checked.findings().crashedRules().isEmpty()) {
        json.writeArrayFieldStart("crashedRules");
        for (CrashedRule rule : checked.findings().crashedRules()) {
          crashed(rule, json);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    out.println();
  }

  @Override
  public void end() {}

  private static void crashed(CrashedRule rule, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("requirement", rule.requirement());
    json.writeStringField("strength", rule.strength().name());
    json.writeStringField("path", rule.path());
    json.writeStringField("description", rule.description());
    json.writeEndObject();
  }

  private static void notChecked(NotChecked one, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("requirement", one.requirement());
    json.writeStringField("strength", one.strength().name());
    json.writeStringField("expected", one.expected());
    json.writeStringField("reason", one.reason());
    json.writeEndObject();
  }

  private static void finding(Finding finding, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("requirement", finding.requirement());
    json.writeStringField("strength", finding.strength().name());
    json.writeStringField("code", finding.code().code());
    json.writeStringField("condition", finding.condition());
    json.writeStringField("path", finding.path());
    if (finding.position().isPresent()) {
      json.writeNumberField("line", finding.position().get().line());
      json.writeNumberField("column", finding.position().get().column());
    }
    json.writeStringField("found", finding.found());
    json.writeStringField("expected", finding.expected());
    json.writeStringField("fix", finding.fix());
    json.writeBooleanField("tolerated", finding.tolerated());
    json.writeEndObject();
  }
}
