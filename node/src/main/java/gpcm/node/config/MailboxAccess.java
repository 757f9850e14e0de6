package gpcm.node.config;

import gpcm.mesh.Secret;
import java.nio.file.Path;

/** How the node gets at an organisation's mailbox. */
public sealed interface MailboxAccess {

  /** Over HTTP with the mailbox's password. */
  record Password(SecretSource password) implements MailboxAccess {
    /** One that is given. */
    public Password(Secret password) {
      this(new SecretSource.Given(password));
    }
  }

  /**
   * Reads the keys of an organisation that lead to its mailbox.
   *
   * @param overHttp whether the node speaks to MESH itself
   */
  static MailboxAccess read(SectionReader section, boolean overHttp) {
    SecretSource password =
        section.secretRequiredOnly(
            new SectionReader.Condition("with mesh.transport http", overHttp), "mailbox-password");
    Path folder =
        section.pathRequiredOnly(
            new SectionReader.Condition("with mesh.transport folders", !overHttp), "folder");
    return overHttp ? new Password(password) : new Folder(folder);
  }

  /** Through the folder that a MESH file client calls the mailbox's InterfaceRoot. */
  record Folder(Path folder) implements MailboxAccess {}
}
