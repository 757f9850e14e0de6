package gpcm.mesh;

/**
 * What sending and receiving need of a mailbox, whichever way its messages travel: {@link
 * MeshClient} speaks to MESH itself, {@code gpcm.mesh.folder.FolderMailbox} through the folders of
 * a MESH file client. Thread-safe.
 */
public interface MeshMailbox extends AutoCloseable {
  /** The mailbox id. */
  String mailbox();

  /**
   * Hands a message over.
   *
   * @throws MeshException as {@link MeshClient#send(OutgoingMessage)} says
   */
  SentMessage send(OutgoingMessage message);

  /** Messages and reports that wait to be acknowledged, oldest first. */
  InboxPage inbox(InboxQuery query);

  /** Opens a message or report; the caller closes it. */
  Download download(String messageId);

  /** The message is safely ours; it leaves the inbox. May be repeated. */
  void acknowledge(String messageId);

  /** Lets go of what it holds. */
  @Override
  void close();
}
