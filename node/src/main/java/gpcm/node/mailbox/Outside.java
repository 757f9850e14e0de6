package gpcm.node.mailbox;

import gpcm.addressing.MeshWorkflow;
import gpcm.mesh.MeshAddress;
import gpcm.message.ItkResponse;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.rules.CrashedRule;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import gpcm.rules.MeshMetadata;
import gpcm.rules.MeshMetadata.Channel;
import gpcm.rules.Rules;
import gpcm.rules.Strength;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checks the outside of what is about to be sent against the rules for MESH metadata, and an answer
 * whole. What a receiver would only note, we do not send. Thread-safe.
 *
 * @param rules what is looked at
 */
public record Outside(Rules rules) {
  /** Where {@code message} puts the fifth key of the handling extension. */
  private static final String SENDER_REFERENCE = ".extension[4].value";

  /**
   * A document's message.
   *
   * @param address the patient's, or the mailbox that an endpoint lookup gave
   * @param subject as MESH carries it
   * @param registeredPractice whether it goes to the patient's registered practice
   * @throws NotConforming when a requirement is not met
   */
  public void check(
      SendDocument message,
      Mailbox from,
      String address,
      String subject,
      boolean registeredPractice) {
    MeshMetadata outside = sent(from, address, MeshWorkflow.DOCUMENT, subject);
    check(
        message,
        MeshAddress.isPatient(address) ? outside : outside.meantFor(address, registeredPractice));
  }

  /**
   * An answer's message, and all of the answer itself: nobody else looks at what this program made.
   *
   * @throws NotConforming when a requirement is not met
   */
  public void check(ItkResponse message, Mailbox from, String address, String subject) {
    check(message, sent(from, address, MeshWorkflow.RESPONSE, subject));
    refuse(
        rules.check(message),
        finding -> finding.strength() == Strength.MUST && !isReturned(finding));
  }

  // What the original says there is not ours to mend: it comes back as it was (GPCM-SD-CS-056),
  // too long for its profile, say, in the very answer that tells so.
  private static boolean isReturned(Finding finding) {
    return finding.path().endsWith(SENDER_REFERENCE);
  }

  private static MeshMetadata sent(Mailbox from, String to, String workflow, String subject) {
    return new MeshMetadata(
        from.transport() instanceof Transport.Folders ? Channel.CONTROL_FILE : Channel.API,
        Optional.of(from.id().value()),
        Optional.of(to),
        workflow,
        subject,
        from.organisation().value(),
        Optional.empty());
  }

  private void check(ReadMessage message, MeshMetadata outside) {
    refuse(rules.checkBeside(message, outside), finding -> true);
  }

  private static void refuse(Findings findings, Predicate<Finding> counts) {
    List<CrashedRule> crashed = findings.crashedRules();
    if (!crashed.isEmpty()) {
      throw new IllegalStateException(crashed.getFirst().description());
    }
    findings.stream()
        .filter(counts)
        .findFirst()
        .ifPresent(
            finding -> {
              throw new NotConforming(finding);
            });
  }

  /** A message or its outside does not meet a requirement; says nothing of its patient. */
  public static final class NotConforming extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotConforming(Finding finding) {
      super(
          "%s does not meet requirement %s: expected %s. %s."
              .formatted(finding.path(), finding.requirement(), finding.expected(), finding.fix()));
    }
  }
}
