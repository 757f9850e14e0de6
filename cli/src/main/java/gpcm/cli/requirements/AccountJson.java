package gpcm.cli.requirements;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.cli.terminal.JsonOutput;
import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.UserStory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** The account for machines: one array, an object for each requirement and criterion. */
final class AccountJson {
  private final PrintWriter out;

  AccountJson(PrintWriter out) {
    this.out = out;
  }

  void write(Account account, boolean open) throws IOException {
    try (JsonGenerator json = JsonOutput.generator(out)) {
      json.writeStartArray();
      for (Requirement r : account.requirements()) {
        json.writeStartObject();
        json.writeStringField("id", r.id());
        json.writeStringField("useCase", r.useCase());
        json.writeStringField("strength", r.strength().name());
        json.writeStringField("kind", r.kind().label());
        json.writeStringField("words", r.words());
        conditions(r.conditions(), json);
        json.writeStringField(open ? "why" : "proof", r.proof());
        json.writeEndObject();
      }
      for (UserStory story : account.stories()) {
        for (UserStory.Criterion criterion : story.criteria()) {
          json.writeStartObject();
          json.writeStringField("id", criterion.id());
          json.writeStringField("useCase", story.useCase());
          json.writeStringField("who", criterion.who());
          json.writeStringField("kind", criterion.kind().label());
          json.writeStringField("words", criterion.words());
          json.writeStringField(open ? "why" : "proof", criterion.account());
          json.writeEndObject();
        }
      }
      json.writeEndArray();
    }
    out.println();
  }

  private static void conditions(List<Requirement.Condition> conditions, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("conditions");
    for (Requirement.Condition one : conditions) {
      json.writeStartObject();
      json.writeStringField("element", one.element());
      json.writeStringField("condition", one.name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
