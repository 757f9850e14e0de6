package gpcm.mesh.server;

import gpcm.mesh.Secret;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Mailboxes, workflow permissions and patients. What is added while the server runs is on disk when
 * the call returns, and there again after a restart. Thread-safe.
 */
final class Registry implements AutoCloseable {
  private final Map<String, RegisteredMailbox> mailboxes = new ConcurrentSkipListMap<>();
  private final Map<String, Workflow> workflows = new ConcurrentSkipListMap<>();
  private final Map<String, RegisteredPatient> patients = new ConcurrentHashMap<>();

  private final RegistryFile file;

  /** The settings' entries, then those that were added to the file since, which win. */
  Registry(ServerSettings settings, Path file) {
    settings.network().mailboxes().forEach(this::put);
    settings.network().workflows().forEach(this::put);
    settings.network().patients().forEach(this::put);
    this.file = RegistryFile.open(file, new Replay());
  }

  private final class Replay implements RegistryFile.Reader {
    @Override
    public void mailbox(RegisteredMailbox mailbox) {
      put(mailbox);
    }

    @Override
    public void workflow(Workflow workflow) {
      put(workflow);
    }

    @Override
    public void patient(RegisteredPatient patient) {
      put(patient);
    }

    @Override
    public void sharedKey(Secret key) {
      throw new IllegalArgumentException(
          "The server's own registry can't change the shared key; remove that line");
    }
  }

  private void put(RegisteredMailbox mailbox) {
    mailboxes.put(mailbox.id(), mailbox);
  }

  private void put(Workflow workflow) {
    workflows.put(workflow.id(), workflow);
  }

  private void put(RegisteredPatient patient) {
    patients.put(patient.nhsNumber(), patient);
  }

  void add(RegisteredMailbox mailbox) {
    file.add(mailbox);
    put(mailbox);
  }

  void add(Workflow workflow) {
    file.add(workflow);
    put(workflow);
  }

  void add(RegisteredPatient patient) {
    file.add(patient);
    put(patient);
  }

  Optional<RegisteredMailbox> mailbox(String id) {
    return Optional.ofNullable(mailboxes.get(id.toUpperCase(Locale.ROOT)));
  }

  Collection<RegisteredMailbox> mailboxes() {
    return mailboxes.values();
  }

  Optional<Workflow> workflow(String id) {
    return Optional.ofNullable(workflows.get(id));
  }

  Optional<RegisteredPatient> patient(String nhsNumber) {
    return Optional.ofNullable(patients.get(nhsNumber));
  }

  /** The active mailboxes of an organisation that receive a workflow id. */
  List<RegisteredMailbox> receivers(String odsCode, String workflowId) {
    Optional<Workflow> workflow = workflow(workflowId);
    return workflow.stream()
        .flatMap(
            found ->
                mailboxes.values().stream().filter(box -> found.receivers().contains(box.id())))
        .filter(box -> box.active() && box.odsCode().equalsIgnoreCase(odsCode))
        .toList();
  }

  @Override
  public void close() {
    file.close();
  }
}
