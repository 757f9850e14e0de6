package gpcm.mesh.server;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Mailboxes, workflow permissions and patients; may change while the server runs. Thread-safe. */
final class Registry {
  private final Map<String, Mailbox> mailboxes = new ConcurrentSkipListMap<>();
  private final Map<String, Workflow> workflows = new ConcurrentSkipListMap<>();
  private final Map<String, RegisteredPatient> patients = new ConcurrentHashMap<>();

  Registry(ServerSettings settings) {
    settings.mailboxes().forEach(this::add);
    settings.workflows().forEach(this::add);
    settings.patients().forEach(this::add);
  }

  void add(Mailbox mailbox) {
    mailboxes.put(mailbox.id(), mailbox);
  }

  void add(Workflow workflow) {
    workflows.put(workflow.id(), workflow);
  }

  void add(RegisteredPatient patient) {
    patients.put(patient.nhsNumber(), patient);
  }

  Optional<Mailbox> mailbox(String id) {
    return Optional.ofNullable(mailboxes.get(id.toUpperCase(Locale.ROOT)));
  }

  Collection<Mailbox> mailboxes() {
    return mailboxes.values();
  }

  Optional<Workflow> workflow(String id) {
    return Optional.ofNullable(workflows.get(id));
  }

  Optional<RegisteredPatient> patient(String nhsNumber) {
    return Optional.ofNullable(patients.get(nhsNumber));
  }

  /** The active mailboxes of an organisation that receive a workflow id. */
  List<Mailbox> receivers(String odsCode, String workflowId) {
    Optional<Workflow> workflow = workflow(workflowId);
    return workflow.stream()
        .flatMap(
            found ->
                mailboxes.values().stream().filter(box -> found.receivers().contains(box.id())))
        .filter(box -> box.active() && box.odsCode().equalsIgnoreCase(odsCode))
        .toList();
  }
}
