package gpcm.audit.export;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.EntryException;
import gpcm.audit.entry.PersonalPart;
import gpcm.audit.entry.SearchCopies;
import gpcm.audit.tree.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks entries, one after the other, against their leaves and against what stands beside them.
 */
final class EntryChecks {
  /** A transaction may be open for a while before its entries are sealed. */
  private static final Duration STEP_BACK = Duration.ofMinutes(2);

  private final Findings findings;
  private Instant latest = Instant.EPOCH;
  private long entries;
  private long personalParts;
  private long erased;
  private long tellingOfErasures;

  EntryChecks(Findings findings) {
    this.findings = findings;
  }

  void check(ExportedEntry entry, ExportedLeaf leaf) {
    entries++;
    if (!Hash.ofLeaf(entry.bytes()).equals(leaf.hash())) {
      fault(
          Fault.Kind.ENTRY_CHANGED,
          entry,
          "it is not what was sealed: its bytes have another hash than its leaf");
      return;
    }
    if (!entry.id().equals(leaf.entryId())) {
      fault(
          Fault.Kind.ENTRY_CHANGED,
          entry,
          "its leaf is that of entry %s".formatted(leaf.entryId()));
      return;
    }
    SearchCopies sealed;
    try {
      sealed = SearchCopies.of(entry.bytes());
    } catch (EntryException e) {
      fault(Fault.Kind.ENTRY_CHANGED, entry, "it was sealed, but is no entry: " + e.getMessage());
      return;
    }
    tellingOfErasures += sealed.action().equals(Action.ERASED.code()) ? 1 : 0;
    copies(entry, sealed);
    personalPart(entry, sealed);
    time(entry, sealed.at());
  }

  private void copies(ExportedEntry entry, SearchCopies sealed) {
    copy(entry, "id", entry.id(), sealed.id());
    copy(entry, "time", entry.at(), sealed.at());
    copy(entry, "organisation", entry.organisation(), sealed.organisation());
    copy(entry, "action", entry.action(), sealed.action());
    copy(entry, "actor", entry.actor(), sealed.actor());
    copy(entry, "case", entry.caseId(), sealed.caseId());
  }

  private void copy(ExportedEntry entry, String what, Object copy, Object sealed) {
    if (!copy.equals(sealed)) {
      fault(
          Fault.Kind.COPY_DIFFERS,
          entry,
          "it is searched by the %s %s, and was sealed with %s"
              .formatted(what, shown(copy), shown(sealed)));
    }
  }

  private static String shown(Object value) {
    Object plain =
        value instanceof Optional<?> may ? may.map(Object::toString).orElse("none") : value;
    String text = plain.toString().replaceAll("\\p{Cntrl}", "?");
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private void personalPart(ExportedEntry entry, SearchCopies sealed) {
    Optional<PersonalPart> part = entry.personal();
    if (part.isEmpty()) {
      erased += sealed.commitment().isPresent() ? 1 : 0;
      return;
    }
    personalParts++;
    if (!part.map(PersonalPart::commitment).equals(sealed.commitment())) {
      fault(
          Fault.Kind.PERSONAL_PART_CHANGED,
          entry,
          "its personal part is not the one that was sealed with it");
    }
  }

  /** Whoever erases by the rules says so in an entry. */
  void end() {
    if (erased > 0 && tellingOfErasures == 0) {
      findings.remark(
          "%d entries have lost their personal part, and no entry tells of an erasure: somebody removed it in the database"
              .formatted(erased));
    }
  }

  private void time(ExportedEntry entry, Instant at) {
    if (at.isBefore(latest.minus(STEP_BACK))) {
      findings.remark(
          "entry %d (%s) says %s, after an entry of %s: a clock was wrong, or the entry waited"
              .formatted(entry.index(), entry.id(), at, latest));
    }
    latest = at.isAfter(latest) ? at : latest;
  }

  private void fault(Fault.Kind kind, ExportedEntry entry, String what) {
    findings.fault(
        kind,
        entry.index(),
        entry.id(),
        "entry %d (%s): %s".formatted(entry.index(), entry.id(), what));
  }

  long entries() {
    return entries;
  }

  long personalParts() {
    return personalParts;
  }

  long erased() {
    return erased;
  }
}
