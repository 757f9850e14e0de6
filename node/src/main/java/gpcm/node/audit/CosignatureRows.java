package gpcm.node.audit;

import gpcm.audit.note.NoteSignature;
import gpcm.node.store.Moment;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What witnesses elsewhere have signed of this log. */
final class CosignatureRows {
  private CosignatureRows() {}

  /** The size of the largest checkpoint that a witness has signed; 0 for none. */
  static long signedUpTo(Handle handle, String witness) {
    return handle
        .createQuery(
            "select coalesce(max(size) - :first, 0) from audit_cosignature where witness = :witness"
                + " and size > :first")
        .bind("first", LogRows.firstLeaf(handle))
        .bind("witness", witness)
        .mapTo(Long.class)
        .one();
  }

  /** The first statement about a size is kept; later ones say the same. */
  static void insert(
      Handle handle, long size, String witness, NoteSignature signature, Instant now) {
    handle
        .createUpdate(
            "insert into audit_cosignature (size, witness, line, made_at) values (:size, :witness,"
                + " :line, :now) on conflict do nothing")
        .bind("size", LogRows.firstLeaf(handle) + size)
        .bind("witness", witness)
        .bind("line", signature.line())
        .bind("now", Moment.column(now))
        .execute();
  }
}
