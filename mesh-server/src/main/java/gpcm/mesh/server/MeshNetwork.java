package gpcm.mesh.server;

import java.util.List;
import java.util.Set;

/**
 * Who takes part.
 *
 * @param mailboxes the mailboxes there are
 * @param workflows who may send and receive what
 * @param patients whose practices automatic routing finds
 * @param routedWorkflows workflow ids for which automatic routing works
 */
public record MeshNetwork(
    List<RegisteredMailbox> mailboxes,
    List<Workflow> workflows,
    List<RegisteredPatient> patients,
    Set<String> routedWorkflows) {
  public MeshNetwork {
    mailboxes = List.copyOf(mailboxes);
    workflows = List.copyOf(workflows);
    patients = List.copyOf(patients);
    routedWorkflows = Set.copyOf(routedWorkflows);
  }
}
