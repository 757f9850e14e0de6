package gpcm.node.mailbox;

import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshMailbox;
import gpcm.mesh.folder.FolderMailbox;

/** The way an organisation's messages take to MESH and back. Thread-safe. */
public sealed interface Transport {

  /** The mailbox to send to and to read; closed by whoever made it. */
  MeshMailbox mesh();

  /** The node speaks to MESH itself: what it has sent, MESH has taken. */
  record Http(MeshClient mesh) implements Transport {}

  /**
   * A MESH file client carries pairs of files. What was sent waits in its folder; MESH's id of it,
   * or why it could not be sent, is known when the file client has written its transfer result.
   */
  record Folders(FolderMailbox mesh) implements Transport {}
}
