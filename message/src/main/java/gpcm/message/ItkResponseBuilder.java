package gpcm.message;

import gpcm.consultation.OdsCode;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.MessageHeader;
import org.hl7.fhir.dstu3.model.OperationOutcome;

/** The steps in which an {@link ItkResponse} is built. */
public final class ItkResponseBuilder {
  private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private ItkResponseBuilder() {}

  /** What the answer is. */
  public interface Code {
    /** The one code of the response; ITK3 allows no second. */
    From code(ResponseCode code);
  }

  /** Who answers. */
  public interface From {
    /**
     * What was wrong, for the person at the other side (GPCM-SD-032): element, rule, what to do. No
     * patient data: no names, numbers or dates of birth, and nothing quoted from the payload. Blank
     * text counts as none.
     */
    From diagnostics(String text);

    /** The organisation that answers and its mailbox. */
    Finish from(OdsCode sender, MailboxId mailbox);
  }

  /** Everything is given. */
  public interface Finish {
    /**
     * The response, with both acknowledgement flags false: a response is never answered
     * (GPCM-SD-CS-054, -055).
     *
     * @param clock for its timestamp
     * @param ids gives a fresh UUID at every call
     */
    ItkResponse build(InstantSource clock, Supplier<UUID> ids);
  }

  static final class Steps implements Code, From {
    private final String messageId;
    private final String senderReference;
    private ResponseCode code = ResponseCode.SUCCESS;
    private Optional<String> diagnostics = Optional.empty();

    private record Answer(ResponseCode code, Optional<String> diagnostics) {}

    Steps(String messageId, String senderReference) {
      String bare =
          messageId.startsWith(Vocabulary.UUID_PREFIX)
              ? messageId.substring(Vocabulary.UUID_PREFIX.length())
              : messageId;
      // response.identifier is of type id; what cannot stand there counts as not readable.
      this.messageId = FHIR_ID.matcher(bare).matches() ? bare : ItkResponse.UNREADABLE_ORIGINAL;
      this.senderReference = senderReference.isBlank() ? "None" : senderReference;
    }

    @Override
    public From code(ResponseCode given) {
      code = given;
      return this;
    }

    @Override
    public From diagnostics(String text) {
      diagnostics = Stated.text(text);
      return this;
    }

    @Override
    public Finish from(OdsCode sender, MailboxId mailbox) {
      Answer answer = new Answer(code, diagnostics);
      return (clock, ids) -> build(new Envelope(ids, clock.instant()), sender, mailbox, answer);
    }

    private ItkResponse build(Envelope envelope, OdsCode sender, MailboxId mailbox, Answer answer) {
      ResponseCode chosen = answer.code();
      String outcomeId = envelope.fresh();
      OperationOutcome outcome = new OperationOutcome();
      outcome.setId(outcomeId);
      outcome.getMeta().addProfile(Vocabulary.RESPONSE_OUTCOME);
      OperationOutcome.OperationOutcomeIssueComponent issue = outcome.addIssue();
      issue.setSeverity(OperationOutcome.IssueSeverity.fromCode(chosen.severity()));
      issue.setCode(OperationOutcome.IssueType.fromCode(chosen.issueCode()));
      issue
          .getDetails()
          .addCoding()
          .setSystem(ResponseCode.SYSTEM)
          .setCode(chosen.code())
          .setDisplay(chosen.display());
      answer.diagnostics().ifPresent(issue::setDiagnostics);

      Bundle bundle =
          envelope.seal(
              sender,
              mailbox,
              Envelope.event(Vocabulary.RESPONSE_EVENT, "ITK Response"),
              new Envelope.Keys(
                  false,
                  RecipientType.FOR_ACTION,
                  Vocabulary.RESPONSE_DEFINITION,
                  senderReference,
                  "None"),
              outcome,
              outcomeId);
      MessageHeader header = envelope.header();
      header
          .getResponse()
          .setIdentifier(messageId)
          .setCode(MessageHeader.ResponseType.fromCode(chosen.responseCode()))
          .setDetails(Envelope.reference(outcomeId));
      MessageBody body =
          new MessageBody(bundle, new IdentityHashMap<>(), List.of(), Tolerances.NONE);
      return new ItkResponse(body, OutcomeView.of(bundle));
    }
  }
}
