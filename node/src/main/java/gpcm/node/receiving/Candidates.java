package gpcm.node.receiving;

import gpcm.fhir.AttachmentSink;
import gpcm.message.SendDocument;
import gpcm.node.content.ContentException;
import gpcm.node.ledger.Ledger;
import gpcm.node.register.PatientRegisters;
import gpcm.node.register.RegisterUnavailableException;
import gpcm.node.register.RegisteredPatient;
import gpcm.node.register.SoughtPatient;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who of a register may be meant by a document whose patient is in doubt. Thread-safe. */
final class Candidates {
  private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);

  private final PatientRegisters registers;
  private final ReceivedDocuments documents;
  private final RestrictedRecords restricted;

  Candidates(Ledger ledger, PatientRegisters registers, ReceivedDocuments documents) {
    this.registers = registers;
    this.documents = documents;
    this.restricted = new RestrictedRecords(ledger);
  }

  /**
   * The patient of a document beside them; what the register says of restricted records is kept.
   *
   * @throws RegisterUnavailableException when the register cannot be asked now
   */
  Comparison compare(String organisation, BusinessDecision decision) {
    SendDocument document =
        documents.read(organisation, decision.entry(), AttachmentSink.discarding());
    SoughtPatient sought = StatedPatient.sought(document);
    List<RegisteredPatient> found = registers.of(organisation).candidates(sought);
    restricted.learn(organisation, sought.nhsNumber(), found);
    RegisteredPatient stated = StatedDetails.of(document);
    boolean hiding =
        found.stream().anyMatch(RegisteredPatient::restricted)
            || restricted.isRestricted(organisation, sought.nhsNumber());
    return new Comparison(
        decision,
        hiding ? stated.withoutWhereabouts() : stated,
        hiding,
        found.stream()
            .map(
                each ->
                    new Comparison.Candidate(
                        each.restricted() ? each.withoutWhereabouts() : each,
                        PatientMatch.differences(sought, each)))
            .toList());
  }

  /**
   * Looks them up once more when a person finds that the document is of one of them: whether that
   * record is restricted counts from then on. Where it cannot be asked, what is known holds.
   */
  void learn(String organisation, UUID entry) {
    try {
      SoughtPatient sought =
          StatedPatient.sought(documents.read(organisation, entry, AttachmentSink.discarding()));
      restricted.learnMatched(
          organisation, sought.nhsNumber(), registers.of(organisation).candidates(sought));
    } catch (RegisterUnavailableException | ContentException | IllegalStateException e) {
      LOG.atWarn()
          .addKeyValue("entry", entry)
          .log("nobody could be asked whether the patient's record is restricted");
      LOG.debug("the cause", e);
    }
  }
}
