package gpcm.node.receiving;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How it stands with a worklist entry.
 *
 * @param state what is to be done with it
 * @param replacedBy the entry that replaced it
 * @param warnings what staff should know: tolerated faults, broken SHOULD rules, patient details
 *     that differ
 * @param restrictedPatient whether the record of its patient is restricted, as the register says
 */
public record EntryStanding(
    WorklistEntry.State state,
    Optional<UUID> replacedBy,
    List<String> warnings,
    boolean restrictedPatient) {
  public EntryStanding {
    warnings = List.copyOf(warnings);
  }

  /** The warnings that are about the patient and the document, which staff act on. */
  public List<String> forStaff() {
    return warnings.stream().filter(warning -> !TechnicalNotes.is(warning)).toList();
  }

  /**
   * What the sender's system should have sent otherwise, in words and each once: for whoever talks
   * to its people.
   */
  public List<String> technicalNotes() {
    return TechnicalNotes.of(warnings);
  }

  /**
   * One that nothing has replaced yet, as it is written: whose patient it is does not stand in it.
   */
  static EntryStanding filed(WorklistEntry.State state, List<String> warnings) {
    return new EntryStanding(state, Optional.empty(), warnings, false);
  }
}
