package gpcm.cli.message;

import gpcm.cli.terminal.StrangersText;
import gpcm.message.Attachment;
import gpcm.message.ItkResponse;
import gpcm.message.OtherMessage;
import gpcm.message.PatientView;
import gpcm.message.ReadMessage;
import gpcm.message.RecipientType;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A message as a tree for people. */
final class InspectionText {
  private static final String NONE = "(none)";

  private final PrintWriter out;

  private InspectionText(PrintWriter out) {
    this.out = out;
  }

  static void write(String name, ReadMessage message, List<String> saved, PrintWriter out) {
    InspectionText text = new InspectionText(out);
    out.println(plain(name + ": " + what(message)));
    text.header(message);
    switch (message) {
      case SendDocument document -> text.document(document, saved);
      case ItkResponse response -> text.response(response);
      case OtherMessage other ->
          text.line(1, "not a Send Document message; its payload is not shown", "");
    }
    if (!message.tolerated().isEmpty() || !message.faults().isEmpty()) {
      out.println(
          "  "
              + message.faults().size()
              + " faults, "
              + message.tolerated().size()
              + " tolerated deviations: see gpcm validate");
    }
  }

  static String what(ReadMessage message) {
    return switch (message) {
      case SendDocument document ->
          "Send Document, " + document.useCase().map(UseCase::name).orElse("use case not known");
      case ItkResponse response -> "ITK3 response";
      case OtherMessage other -> "another ITK3 message: " + other.kind();
    };
  }

  private void header(ReadMessage message) {
    line(1, "message id", message.messageId().orElse(NONE));
    line(1, "bundle identifier", message.bundleIdentifier().orElse(NONE));
    line(1, "event", message.header().eventCode().orElse(NONE));
    line(1, "sender", message.header().senderOds().orElse(NONE));
    line(1, "mailbox", message.header().sourceMailbox().orElse(NONE));
    line(1, "timestamp", message.header().timestamp().orElse(NONE));
    line(1, "handling", "");
    line(
        2,
        "BusAckRequested",
        message.handling().businessAcknowledgement().map(String::valueOf).orElse(NONE));
    line(
        2,
        "InfAckRequested",
        message.handling().infrastructureAcknowledgement().map(String::valueOf).orElse(NONE));
    line(
        2,
        "RecipientType",
        message.handling().recipientType().map(RecipientType::code).orElse(NONE));
    line(2, "MessageDefinition", message.handling().messageDefinition().orElse(NONE));
    line(2, "SenderReference", message.handling().senderReference().orElse(NONE));
    line(2, "LocalExtension", message.handling().localExtension().orElse(NONE));
  }

  private void document(SendDocument message, List<String> saved) {
    line(1, "document", message.documentId().orElse(NONE));
    line(2, "title", message.composition().title().orElse(NONE));
    line(2, "type", message.composition().typeCode().orElse(NONE));
    line(2, "confidentiality", message.composition().confidentiality().orElse(NONE));
    line(2, "date", message.composition().date().orElse(NONE));
    line(2, "text", message.composition().text().orElse(NONE));
    message.composition().replaces().forEach(id -> line(2, "replaces", id));
    line(1, "patient", message.patient().map(InspectionText::person).orElse(NONE));
    line(2, "NHS number", message.patient().flatMap(PatientView::nhsNumber).orElse(NONE));
    line(2, "date of birth", message.patient().flatMap(PatientView::birthDate).orElse(NONE));
    for (int i = 0; i < message.attachments().size(); i++) {
      Attachment attachment = message.attachments().get(i);
      line(1, "attachment " + (i + 1), attachment.title());
      line(2, "id", attachment.id());
      line(2, "type", attachment.contentType());
      line(2, "size", String.format(Locale.ROOT, "%,d bytes", attachment.content().size()));
      line(2, "sha256", attachment.content().sha256());
      if (i < saved.size()) {
        line(2, "saved as", saved.get(i));
      }
    }
  }

  private void response(ItkResponse response) {
    line(
        1,
        "code",
        response
            .codeText()
            .map(
                code ->
                    code + " " + response.code().map(ResponseCode::display).orElse("(not known)"))
            .orElse(NONE));
    line(1, "responds to", response.respondsTo().orElse(NONE));
    line(
        1,
        "acknowledgement",
        response.kind().map(kind -> kind.name().toLowerCase(Locale.ROOT)).orElse(NONE));
    line(1, "positive", String.valueOf(response.positive()));
    line(1, "diagnostics", response.diagnostics().orElse(NONE));
  }

  private static String person(PatientView patient) {
    return (String.join(" ", patient.given()) + " " + patient.family().orElse("")).strip();
  }

  private void line(int depth, String name, String value) {
    out.println("  ".repeat(depth) + name + (value.isEmpty() ? "" : ": " + plain(value)));
  }

  /** What a stranger wrote must not steer the terminal. */
  private static String plain(String text) {
    return StrangersText.plain(text);
  }
}
