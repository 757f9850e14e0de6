package gpcm.audit.export;

import gpcm.audit.tree.Hash;
import java.util.UUID;

/**
 * A leaf of the log's tree as the database has it.
 *
 * @param index its index
 * @param entryId the entry it is of
 * @param hash its hash
 */
public record ExportedLeaf(long index, UUID entryId, Hash hash) {}
