package gpcm.node.working;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Says how many coded entries of a document nobody has confirmed or rejected yet. */
@FunctionalInterface
public interface OpenCoded {
  /** Of no document any. */
  OpenCoded NONE = (handle, entry) -> 0;

  /** How many, in the transaction of {@code handle}, which has locked the document's row. */
  int count(Handle handle, UUID entry);
}
