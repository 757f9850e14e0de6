package gpcm.audit.export;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Something that does not fit.
 *
 * @param kind what kind of thing
 * @param index the entry it begins with
 * @param entryId that entry's id, where it is known
 * @param message what is wrong, and what that means
 */
public record Fault(Kind kind, OptionalLong index, Optional<UUID> entryId, String message) {

  Fault of(String log) {
    return new Fault(kind, index, entryId, log + message);
  }

  /** What does not fit. */
  public enum Kind {
    /** An entry is another than the one that was sealed. */
    ENTRY_CHANGED,
    /** The entry of a leaf is not there. */
    ENTRY_MISSING,
    /** An entry is there that was not sealed, or not at that place. */
    ENTRY_INSERTED,
    /** A leaf is not there. */
    LEAF_MISSING,
    /** The leaves are others than those that were signed. */
    ROOT_DIFFERS,
    /** What an entry is searched by is not what it says. */
    COPY_DIFFERS,
    /** The personal part is not the one that was sealed. */
    PERSONAL_PART_CHANGED,
    /** A signature is wrong or missing, or the checkpoint is of another log. */
    SIGNATURE,
    /** Checkpoints do not follow each other. */
    CHECKPOINT_ORDER,
    /** Two signed checkpoints cannot both be true. */
    CHECKPOINTS_DISAGREE,
    /** A checkpoint kept elsewhere is of more entries than there are. */
    LOG_SHORTER,
    /** A log that was begun anew does not go on from the one before. */
    ORIGIN_DIFFERS,
    /** Entries are under no checkpoint. */
    NOT_SIGNED;

    /** As it is written in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
