package gpcm.cli.message;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.cli.terminal.JsonOutput;
import gpcm.message.Attachment;
import gpcm.message.ItkResponse;
import gpcm.message.MessageHandling;
import gpcm.message.OtherMessage;
import gpcm.message.PatientView;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A message as one JSON object. What the message does not have is null. */
final class InspectionJson {
  private final JsonGenerator json;

  private InspectionJson(JsonGenerator json) {
    this.json = json;
  }

  static void write(String name, ReadMessage message, List<String> saved, PrintWriter out)
      throws IOException {
    try (JsonGenerator json = JsonOutput.generator(out).useDefaultPrettyPrinter()) {
      new InspectionJson(json).message(name, message, saved);
    }
    out.println();
  }

  private void message(String name, ReadMessage message, List<String> saved) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", name);
    json.writeStringField("kind", CheckedFile.kind(message));
    json.writeStringField("messageId", message.messageId().orElse(null));
    json.writeStringField("bundleIdentifier", message.bundleIdentifier().orElse(null));
    json.writeStringField("event", message.header().eventCode().orElse(null));
    json.writeStringField("sender", message.header().senderOds().orElse(null));
    json.writeStringField("mailbox", message.header().sourceMailbox().orElse(null));
    json.writeStringField("timestamp", message.header().timestamp().orElse(null));
    handling(message.handling());
    switch (message) {
      case SendDocument document -> document(document, saved);
      case ItkResponse response -> response(response);
      case OtherMessage other -> {}
    }
    json.writeNumberField("faults", message.faults().size());
    json.writeNumberField("tolerated", message.tolerated().size());
    json.writeEndObject();
  }

  private void handling(MessageHandling handling) throws IOException {
    json.writeObjectFieldStart("handling");
    json.writeObjectField("busAckRequested", handling.businessAcknowledgement().orElse(null));
    json.writeObjectField("infAckRequested", handling.infrastructureAcknowledgement().orElse(null));
    json.writeStringField(
        "recipientType", handling.recipientType().map(type -> type.code()).orElse(null));
    json.writeStringField("messageDefinition", handling.messageDefinition().orElse(null));
    json.writeStringField("senderReference", handling.senderReference().orElse(null));
    json.writeStringField("localExtension", handling.localExtension().orElse(null));
    json.writeEndObject();
  }

  private void document(SendDocument message, List<String> saved) throws IOException {
    json.writeStringField("useCase", message.useCase().map(UseCase::name).orElse(null));
    json.writeStringField("documentId", message.documentId().orElse(null));
    json.writeStringField("title", message.composition().title().orElse(null));
    json.writeStringField("type", message.composition().typeCode().orElse(null));
    json.writeStringField("confidentiality", message.composition().confidentiality().orElse(null));
    json.writeStringField("date", message.composition().date().orElse(null));
    json.writeStringField("text", message.composition().text().orElse(null));
    json.writeArrayFieldStart("replaces");
    for (String id : message.composition().replaces()) {
      json.writeString(id);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("patient");
    json.writeStringField(
        "nhsNumber", message.patient().flatMap(PatientView::nhsNumber).orElse(null));
    json.writeStringField("family", message.patient().flatMap(PatientView::family).orElse(null));
    json.writeStringField(
        "given", message.patient().map(patient -> String.join(" ", patient.given())).orElse(null));
    json.writeStringField(
        "birthDate", message.patient().flatMap(PatientView::birthDate).orElse(null));
    json.writeEndObject();
    json.writeArrayFieldStart("attachments");
    for (int i = 0; i < message.attachments().size(); i++) {
      Attachment attachment = message.attachments().get(i);
      json.writeStartObject();
      json.writeStringField("id", attachment.id());
      json.writeStringField("title", attachment.title());
      json.writeStringField("contentType", attachment.contentType());
      json.writeNumberField("size", attachment.content().size());
      json.writeStringField("sha256", attachment.content().sha256());
      if (i < saved.size()) {
        json.writeStringField("savedAs", saved.get(i));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void response(ItkResponse response) throws IOException {
    json.writeStringField("code", response.codeText().orElse(null));
    json.writeStringField("display", response.code().map(ResponseCode::display).orElse(null));
    json.writeStringField("respondsTo", response.respondsTo().orElse(null));
    json.writeStringField(
        "acknowledgement",
        response.kind().map(kind -> kind.name().toLowerCase(Locale.ROOT)).orElse(null));
    json.writeBooleanField("positive", response.positive());
    json.writeStringField("diagnostics", response.diagnostics().orElse(null));
  }
}
