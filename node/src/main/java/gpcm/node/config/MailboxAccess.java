package gpcm.node.config;

import java.nio.file.Path;

/** How the node gets at an organisation's mailbox. */
public sealed interface MailboxAccess {

  /** Over HTTP with the mailbox's password. */
  record Password(Secret password) implements MailboxAccess {}

  /** Through the folder that a MESH file client calls the mailbox's InterfaceRoot. */
  record Folder(Path folder) implements MailboxAccess {}
}
