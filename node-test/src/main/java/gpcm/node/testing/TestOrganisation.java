package gpcm.node.testing;

import gpcm.consultation.OdsCode;
import gpcm.message.MailboxId;
import gpcm.node.config.OrganisationSettings.Role;
import java.util.Set;

/**
 * An organisation of a {@link LocalNetwork}, with a mailbox of its own.
 *
 * @param ods its ODS code
 * @param name its name
 * @param mailbox its MESH mailbox
 * @param roles what a node does for it
 */
public record TestOrganisation(OdsCode ods, String name, MailboxId mailbox, Set<Role> roles) {
  private static final String FIRST_MAILBOX = "OT001";

  public TestOrganisation {
    roles = Set.copyOf(roles);
  }

  /**
   * One that only sends, such as a hub.
   *
   * @param ods its ODS code; its mailbox is that and {@code OT001}
   */
  public static TestOrganisation sender(String ods, String name) {
    return of(ods, name, Set.of(Role.SENDER));
  }

  /** One that only receives, such as a practice. */
  public static TestOrganisation receiver(String ods, String name) {
    return of(ods, name, Set.of(Role.RECEIVER));
  }

  /** One that does both, such as a pharmacy. */
  public static TestOrganisation both(String ods, String name) {
    return of(ods, name, Set.of(Role.SENDER, Role.RECEIVER));
  }

  private static TestOrganisation of(String ods, String name, Set<Role> roles) {
    return new TestOrganisation(new OdsCode(ods), name, new MailboxId(ods + FIRST_MAILBOX), roles);
  }
}
