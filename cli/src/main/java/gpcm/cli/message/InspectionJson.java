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
import java.util.Optional;

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
    text("messageId", message.messageId());
    text("bundleIdentifier", message.bundleIdentifier());
    text("event", message.header().eventCode());
    text("sender", message.header().senderOds());
    text("mailbox", message.header().sourceMailbox());
    text("timestamp", message.header().timestamp());
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
    flag("busAckRequested", handling.businessAcknowledgement());
    flag("infAckRequested", handling.infrastructureAcknowledgement());
    text("recipientType", handling.recipientType().map(type -> type.code()));
    text("messageDefinition", handling.messageDefinition());
    text("senderReference", handling.senderReference());
    text("localExtension", handling.localExtension());
    json.writeEndObject();
  }

  private void document(SendDocument message, List<String> saved) throws IOException {
    text("useCase", message.useCase().map(UseCase::name));
    text("documentId", message.documentId());
    text("title", message.composition().title());
    text("type", message.composition().typeCode());
    text("confidentiality", message.composition().confidentiality());
    text("date", message.composition().date());
    text("text", message.composition().text());
    json.writeArrayFieldStart("replaces");
    for (String id : message.composition().replaces()) {
      json.writeString(id);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("patient");
    text("nhsNumber", message.patient().flatMap(PatientView::nhsNumber));
    text("family", message.patient().flatMap(PatientView::family));
    text("given", message.patient().map(patient -> String.join(" ", patient.given())));
    text("birthDate", message.patient().flatMap(PatientView::birthDate));
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
    text("code", response.codeText());
    text("display", response.code().map(ResponseCode::display));
    text("respondsTo", response.respondsTo());
    text("acknowledgement", response.kind().map(kind -> kind.name().toLowerCase(Locale.ROOT)));
    json.writeBooleanField("positive", response.positive());
    text("diagnostics", response.diagnostics());
  }

  private void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  private void flag(String name, Optional<Boolean> value) throws IOException {
    if (value.isPresent()) {
      json.writeBooleanField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }
}
