package gpcm.cli.message;

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
import java.util.Optional;

/** A message as a tree for people. */
final class InspectionText {
  private final PrintWriter out;

  private InspectionText(PrintWriter out) {
    this.out = out;
  }

  static void write(String name, ReadMessage message, List<String> saved, PrintWriter out) {
    InspectionText text = new InspectionText(out);
    out.println(name + ": " + what(message));
    text.header(message);
    switch (message) {
      case SendDocument document -> text.document(document, saved);
      case ItkResponse response -> text.response(response);
      case OtherMessage other ->
          text.line(1, "not a Send Document message; its payload is not shown", Optional.of(""));
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

  private static String what(ReadMessage message) {
    return switch (message) {
      case SendDocument document ->
          "Send Document, " + document.useCase().map(UseCase::name).orElse("use case not known");
      case ItkResponse response -> "ITK3 response";
      case OtherMessage other ->
          "another ITK3 message, event " + other.header().eventCode().orElse("not given");
    };
  }

  private void header(ReadMessage message) {
    line(1, "message id", message.messageId());
    line(1, "bundle identifier", message.bundleIdentifier());
    line(1, "event", message.header().eventCode());
    line(1, "sender", message.header().senderOds());
    line(1, "mailbox", message.header().sourceMailbox());
    line(1, "timestamp", message.header().timestamp());
    line(1, "handling", Optional.of(""));
    line(2, "BusAckRequested", message.handling().businessAcknowledgement().map(String::valueOf));
    line(
        2,
        "InfAckRequested",
        message.handling().infrastructureAcknowledgement().map(String::valueOf));
    line(2, "RecipientType", message.handling().recipientType().map(RecipientType::code));
    line(2, "MessageDefinition", message.handling().messageDefinition());
    line(2, "SenderReference", message.handling().senderReference());
    line(2, "LocalExtension", message.handling().localExtension());
  }

  private void document(SendDocument message, List<String> saved) {
    line(1, "document", message.documentId());
    line(2, "title", message.composition().title());
    line(2, "type", message.composition().typeCode());
    line(2, "confidentiality", message.composition().confidentiality());
    line(2, "date", message.composition().date());
    line(2, "text", message.composition().text());
    message.composition().replaces().forEach(id -> line(2, "replaces", Optional.of(id)));
    line(1, "patient", message.patient().map(InspectionText::person));
    line(2, "NHS number", message.patient().flatMap(PatientView::nhsNumber));
    line(2, "date of birth", message.patient().flatMap(PatientView::birthDate));
    for (int i = 0; i < message.attachments().size(); i++) {
      Attachment attachment = message.attachments().get(i);
      line(1, "attachment " + (i + 1), Optional.of(attachment.title()));
      line(2, "id", Optional.of(attachment.id()));
      line(2, "type", Optional.of(attachment.contentType()));
      line(
          2,
          "size",
          Optional.of(String.format(Locale.ROOT, "%,d bytes", attachment.content().size())));
      line(2, "sha256", Optional.of(attachment.content().sha256()));
      if (i < saved.size()) {
        line(2, "saved as", Optional.of(saved.get(i)));
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
                    code + " " + response.code().map(ResponseCode::display).orElse("(not known)")));
    line(1, "responds to", response.respondsTo());
    line(1, "acknowledgement", response.kind().map(kind -> kind.name().toLowerCase(Locale.ROOT)));
    line(1, "positive", Optional.of(String.valueOf(response.positive())));
    line(1, "diagnostics", response.diagnostics());
  }

  private static String person(PatientView patient) {
    return (String.join(" ", patient.given()) + " " + patient.family().orElse("")).strip();
  }

  private void line(int depth, String name, Optional<String> value) {
    String indent = "  ".repeat(depth);
    out.println(
        indent
            + name
            + value.map(text -> text.isEmpty() ? "" : ": " + plain(text)).orElse(": (none)"));
  }

  /** What a stranger wrote must not steer the terminal. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
