package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.PHARMACY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.Deadline;
import gpcm.exchange.DocumentState;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.PdsSettings;
import gpcm.node.sending.SendingDeadlines;
import gpcm.pds.Route;
import gpcm.pds.server.PdsFault;
import gpcm.pds.testing.PdsServerExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * For how long it is asked where a document may go before a person is told: by what its
 * organisation has set. The hub has set times of its own, and the pharmacy none.
 */
class LookUpPatienceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration WATCHED = Duration.ofMillis(1_200);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN = Duration.ofMinutes(10);
  private static final String PATIENT = "9990000018";

  @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();
  @Running TestNetwork network;

  @BeforeEach
  void bothLookTheirPatientsUpAndPdsIsSilent() throws IOException {
    network.restartNode(
        before ->
            Configurations.lookUp(
                    Configurations.lookUp(before, HUB, LookUpSource.PDS),
                    PHARMACY,
                    LookUpSource.PDS)
                .with(PdsSettings.at(pds.server().fhir()).atMost(1000)));
    pds.server()
        .add(
            PdsFault.always(
                new PdsFault.Kind.Refusal(503, "SERVICE_UNAVAILABLE", Optional.empty())));
  }

  private void own(Map<Deadline, Duration> own) {
    SendingDeadlines deadlines = network.served().sendingRules().deadlines();
    assertThat(deadlines.set(HUB, own, deadlines.of(HUB).version(), "A. Administrator"))
        .isPresent();
  }

  private void pass(Duration time) {
    network.advance(time);
    network.node().look();
  }

  private UUID asked(Route route, String sender) throws IOException {
    UUID id = network.submit(LookedUp.document(route, PATIENT, TestNetwork.PRACTICE, sender));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.count(
                        ("select count(*) from document where failures > 0 and id = '%s'"
                                + " and organisation = '%s'")
                            .formatted(id, sender))
                    == 1);
    return id;
  }

  private boolean isTold(UUID id) {
    return network.state(id) == DocumentState.HELD && !network.alerts("held/" + id).isEmpty();
  }

  private void waits(UUID id) {
    await()
        .during(WATCHED)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(network.state(id)).isEqualTo(DocumentState.WAITING));
  }

  /** The hub is told after ten minutes and not a minute before; the pharmacy after its time. */
  private void toldAfterTen(UUID ofHub, UUID ofPharmacy, Duration usual) {
    pass(TEN.minus(MINUTE));
    waits(ofHub);
    pass(MINUTE);
    await().atMost(PATIENCE).until(() -> isTold(ofHub));
    pass(usual.minus(TEN).minus(MINUTE));
    waits(ofPharmacy);
    pass(MINUTE);
    await().atMost(PATIENCE).until(() -> isTold(ofPharmacy));
  }

  @Test
  void a_document_is_held_after_its_organisations_own_time() throws IOException {
    own(Map.of(Deadline.LOOK_UP, TEN));
    toldAfterTen(asked(Route.GENERIC, HUB), asked(Route.GENERIC, PHARMACY), Duration.ofHours(3));
  }

  @Test
  void an_online_consultation_is_held_after_its_own() throws IOException {
    own(Map.of(Deadline.LOOK_UP_ONLINE, TEN));
    toldAfterTen(
        asked(Route.CONSULTATION_TO_PRACTICE, HUB),
        asked(Route.CONSULTATION_TO_PRACTICE, PHARMACY),
        Duration.ofMinutes(15));
  }

  @Test
  void the_time_for_the_one_is_not_the_time_for_the_other() throws IOException {
    own(Map.of(Deadline.LOOK_UP_ONLINE, TEN));
    UUID letter = asked(Route.GENERIC, HUB);
    pass(TEN.multipliedBy(2));
    waits(letter);
  }

  @Test
  void a_longer_time_than_the_usual_one_is_waited_for() throws IOException {
    own(Map.of(Deadline.LOOK_UP, Duration.ofHours(5)));
    UUID id = asked(Route.GENERIC, HUB);
    pass(Duration.ofHours(5).minus(MINUTE));
    waits(id);
    pass(MINUTE);
    await().atMost(PATIENCE).until(() -> isTold(id));
  }

  /** When the next question comes it is decided by the time that holds then. */
  @Test
  void a_time_that_is_set_meanwhile_holds_for_what_waits_already() throws IOException {
    UUID id = asked(Route.GENERIC, HUB);
    own(Map.of(Deadline.LOOK_UP, TEN));
    pass(Duration.ofMinutes(30));
    await().atMost(PATIENCE).until(() -> isTold(id));
  }
}
