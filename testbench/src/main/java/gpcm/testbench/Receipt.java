package gpcm.testbench;

import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UnreadableMessageException;
import gpcm.message.UseCase;
import gpcm.rules.Findings;
import java.util.List;
import java.util.Optional;

/**
 * What the synthetic receiver did about one message.
 *
 * @param meshId the id MESH knows it by
 * @param from the mailbox it came from; empty text when MESH does not say
 * @param messageId MessageHeader.id, where it could be read
 * @param useCase the use case's name, where it could be told
 * @param findings everything the checks found, also when the answer was chosen
 * @param answers the codes sent back, in order
 * @param chosen whether names or the user chose them, not the checks
 * @param ignored why nothing was sent back; empty when something was
 */
public record Receipt(
    String meshId,
    String from,
    Optional<String> messageId,
    Optional<String> useCase,
    Findings findings,
    List<ResponseCode> answers,
    boolean chosen,
    Optional<String> ignored) {

  static Receipt of(String meshId, String from) {
    return new Receipt(
        meshId,
        from,
        Optional.empty(),
        Optional.empty(),
        Findings.none(),
        List.of(),
        false,
        Optional.empty());
  }

  Receipt read(SendDocument document, Findings found) {
    return new Receipt(
        meshId,
        from,
        document.messageId(),
        document.useCase().map(UseCase::name),
        found,
        answers,
        chosen,
        ignored);
  }

  Receipt unreadable(UnreadableMessageException cause, Findings found) {
    return new Receipt(meshId, from, cause.messageId(), useCase, found, answers, chosen, ignored);
  }

  Receipt answered(List<ResponseCode> codes, boolean byChoice) {
    return new Receipt(meshId, from, messageId, useCase, findings, codes, byChoice, ignored);
  }

  Receipt ignored(String why) {
    return new Receipt(
        meshId, from, messageId, useCase, findings, answers, chosen, Optional.of(why));
  }
}
