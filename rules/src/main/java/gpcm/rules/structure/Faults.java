package gpcm.rules.structure;

import gpcm.message.ResponseCode;
import gpcm.message.SourceFinding;
import gpcm.message.Tolerances;
import gpcm.rules.Finding;
import gpcm.rules.MessageCheck;
import gpcm.rules.Strength;
import java.util.Optional;
import java.util.Set;

/** Makes findings of what the walk meets. */
final class Faults {
  private static final String HANDLING = ".extension";

  private final MessageCheck.Report report;
  private final boolean otherNamesTolerated;
  private boolean payload;

  Faults(MessageCheck.Report report, Tolerances tolerances) {
    this.report = report;
    this.otherNamesTolerated = tolerances.tolerates(SourceFinding.Kind.PROFILE_SPELLING);
  }

  /** From here on the walk is inside the document, or outside again. */
  boolean payload(boolean inside) {
    boolean before = payload;
    payload = inside;
    return before;
  }

  /** Something that makes a message invalid. */
  void must(Layer layer, String path, String found, String expected, String fix) {
    found(layer.source(), Strength.MUST, layer.tolerable(), path, found, expected, fix);
  }

  /** Something under another published name than the one that is asked for. */
  void otherName(String source, String path, String found, String expected, String fix) {
    found(source, Strength.MUST, true, path, found, expected, fix);
  }

  void found(
      String source,
      Strength strength,
      boolean otherName,
      String path,
      String found,
      String expected,
      String fix) {
    report.found(
        finding(source, strength, path, found, expected, fix, otherName && otherNamesTolerated));
  }

  /** A fault under FHIR's own name, to be told later. */
  Finding later(Strength strength, String path, String found, String expected, String fix) {
    return finding(Layer.FHIR, strength, path, found, expected, fix, false);
  }

  /** Tells what was kept for later. */
  void found(Finding finding, Set<String> others) {
    report.found(finding, others);
  }

  /** Tells it unless a rule speaks of the same element, or of one of the others. */
  void leftToRules(Finding finding, Set<String> others) {
    report.leftToRules(finding, others);
  }

  private Finding finding(
      String source,
      Strength strength,
      String path,
      String found,
      String expected,
      String fix,
      boolean tolerated) {
    return new Finding(
        source, strength, code(path), path, Optional.empty(), found, expected, fix, tolerated);
  }

  private ResponseCode code(String path) {
    if (payload) {
      return ResponseCode.PAYLOAD_INVALID;
    }
    return path.contains("ofType(MessageHeader)" + HANDLING)
        ? ResponseCode.HANDLING_SPECIFICATION_ERROR
        : ResponseCode.HEADER_INVALID;
  }
}
