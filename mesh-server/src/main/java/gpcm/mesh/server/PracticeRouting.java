package gpcm.mesh.server;

import gpcm.mesh.MeshText;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.store.DeliveryFailure;
import gpcm.mesh.store.MessageStatus;
import gpcm.mesh.store.MessageStore;
import gpcm.mesh.store.StoredMessage;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the practice for messages addressed to a patient. The sender has its 202 by then, so a
 * failure goes out as a report. What is still to be routed is in the store, so a restart carries
 * on.
 */
final class PracticeRouting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PracticeRouting.class);

  private final MessageStore store;
  private final Registry registry;
  private final InstantSource clock;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("mesh-routing").factory());

  PracticeRouting(MessageStore store, Registry registry, InstantSource clock) {
    this.store = store;
    this.registry = registry;
    this.clock = clock;
  }

  /** Takes up what a stopped server left. */
  void resume() {
    store.routing().forEach(this::consider);
  }

  /** Routes a message in the background if it is complete and addressed to a patient. */
  void consider(String id) {
    if (store.find(id).filter(held -> held.message().status() == MessageStatus.ROUTING).isEmpty()) {
      return;
    }
    try {
      worker.execute(() -> route(id));
    } catch (RejectedExecutionException e) {
      LOG.info("Message {} will be routed when the server starts again", id);
    }
  }

  private void route(String id) {
    try {
      store
          .find(id)
          .map(held -> held.message())
          .filter(message -> message.status() == MessageStatus.ROUTING)
          .ifPresent(this::route);
    } catch (RuntimeException e) {
      LOG.error(
          "Message {} couldn't be routed now; it will be when the server starts again", id, e);
    }
  }

  private void route(StoredMessage message) {
    PatientAddress patient = PatientAddress.parse(message.parties().recipient());
    switch (find(patient, message.labels().workflowId())) {
      case Outcome.Mailboxes(List<RegisteredMailbox> found) when found.size() == 1 ->
          store.route(message.id(), found.getFirst().id(), clock.millis());
      case Outcome.Mailboxes(List<RegisteredMailbox> found) when found.isEmpty() ->
          fail(message, "EPL-151", "No mailbox matched");
      case Outcome.Mailboxes many -> fail(message, "EPL-150", "Multiple mailboxes matched");
      case Outcome.Mismatch(String code, String text) -> fail(message, code, text);
    }
  }

  private sealed interface Outcome {
    record Mailboxes(List<RegisteredMailbox> found) implements Outcome {}

    record Mismatch(String code, String text) implements Outcome {}
  }

  private Outcome find(PatientAddress address, String workflowId) {
    if (!checkDigitFits(address.nhsNumber())) {
      return new Outcome.Mismatch("EPL-152", "NHS Number supplied is not a valid NHS Number");
    }
    Optional<RegisteredPatient> known = registry.patient(address.nhsNumber());
    if (known.isEmpty()) {
      return new Outcome.Mismatch("EPL-153", "NHS Number not found");
    }
    RegisteredPatient patient = known.get();
    boolean same =
        patient.birthDate().equals(address.birthDate())
            && MeshText.ascii(patient.surname().strip()).equalsIgnoreCase(address.surname());
    if (!same) {
      return new Outcome.Mismatch("EPL-154", "NHS Number supplied does not match demographics");
    }
    return new Outcome.Mailboxes(registry.receivers(patient.practiceOds(), workflowId));
  }

  private void fail(StoredMessage message, String code, String text) {
    long now = clock.millis();
    DeliveryFailure failure = new DeliveryFailure(code, "SEND", text);
    store.fail(
        message.id(), MessageStatus.ERROR, now, failure, Reports.about(message, failure, now));
  }

  /** The modulus 11 check of an NHS number. */
  static boolean checkDigitFits(String nhsNumber) {
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += (nhsNumber.charAt(i) - '0') * (10 - i);
    }
    int check = (11 - sum % 11) % 11;
    return check == nhsNumber.charAt(9) - '0';
  }

  /** Finishes the message under way. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
