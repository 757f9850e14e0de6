package gpcm.audit.export;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.LogProof;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.SignedNote;
import gpcm.audit.tree.Hash;
import gpcm.audit.tree.InclusionProof;
import gpcm.audit.tree.SubtreeRoots;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One entry with all that shows that it is in the log.
 *
 * @param entry the entry
 * @param proof its proof
 */
public record EntryProof(ExportedEntry entry, LogProof proof) {

  /**
   * Finds an entry and makes its proof under the newest checkpoint of the export.
   *
   * @param wanted which entry
   * @param name how a person calls it
   * @throws ExportException when it is not there, is under no checkpoint, or the export does not
   *     fit
   */
  public static EntryProof of(Export export, Predicate<ExportedEntry> wanted, String name) {
    Optional<EntryProof> proof = in(export, wanted);
    // An index is one of the newest log; an id may be of one before.
    for (Export before : export.before()) {
      proof = proof.or(() -> in(before, wanted));
    }
    return proof.orElseThrow(
        () -> new ExportException("there is no entry %s in this export".formatted(name)));
  }

  private static Optional<EntryProof> in(Export export, Predicate<ExportedEntry> wanted) {
    return find(export, wanted).map(entry -> of(export, entry));
  }

  private static EntryProof of(Export export, ExportedEntry entry) {
    SignedNote note = newest(export);
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.parse(note.text());
    } catch (NoteException e) {
      throw new ExportException("the newest checkpoint: " + e.getMessage(), e);
    }
    if (entry.index() >= checkpoint.size()) {
      throw new ExportException(
          "entry %d is not under the newest checkpoint, which is of %d entries"
              .formatted(entry.index(), checkpoint.size()));
    }
    SubtreeRoots roots = new SubtreeRoots(InclusionProof.parts(entry.index(), checkpoint.size()));
    try (Reading<ExportedLeaf> leaves = export.leaves()) {
      for (Optional<ExportedLeaf> leaf = leaves.next();
          leaf.isPresent() && roots.size() < checkpoint.size();
          leaf = leaves.next()) {
        roots.add(leaf.get().hash());
      }
    }
    if (roots.size() < checkpoint.size()) {
      throw new ExportException(
          "the newest checkpoint is of %d entries, and there are %d leaves"
              .formatted(checkpoint.size(), roots.size()));
    }
    InclusionProof proof = InclusionProof.of(entry.index(), checkpoint.size(), roots::root);
    if (!proof.shows(Hash.ofLeaf(entry.bytes()), checkpoint.root())) {
      throw new ExportException(
          "entry %d, the leaves and the checkpoint do not fit together, so there is no proof: gpcm audit verify says where it begins"
              .formatted(entry.index()));
    }
    return new EntryProof(entry, new LogProof(entry.index(), proof.path(), note));
  }

  private static Optional<ExportedEntry> find(Export export, Predicate<ExportedEntry> wanted) {
    try (Reading<ExportedEntry> entries = export.entries()) {
      for (Optional<ExportedEntry> entry = entries.next();
          entry.isPresent();
          entry = entries.next()) {
        if (wanted.test(entry.get())) {
          return entry;
        }
      }
    }
    return Optional.empty();
  }

  private static SignedNote newest(Export export) {
    try (Reading<SignedNote> notes = export.checkpoints()) {
      Optional<SignedNote> newest = Optional.empty();
      for (Optional<SignedNote> note = notes.next(); note.isPresent(); note = notes.next()) {
        newest = note;
      }
      return newest.orElseThrow(() -> new ExportException("this export has no checkpoint"));
    }
  }
}
