package gpcm.node.config;

import gpcm.consultation.OdsCode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * An organisation this node works for.
 *
 * @param ods its ODS code
 * @param name its name as shown on pages
 * @param mailbox its MESH mailbox id
 * @param access how the node gets at that mailbox
 * @param roles what it does here
 * @param patients the file that says which patients are known at this organisation
 */
public record OrganisationSettings(
    OdsCode ods,
    String name,
    String mailbox,
    MailboxAccess access,
    Set<Role> roles,
    Optional<Path> patients) {

  public OrganisationSettings {
    roles = Set.copyOf(roles);
  }

  /** What an organisation does with this node. */
  public enum Role {
    SENDER,
    RECEIVER
  }
}
