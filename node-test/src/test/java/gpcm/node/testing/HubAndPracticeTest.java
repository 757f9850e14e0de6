package gpcm.node.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.node.receiving.PatientStanding;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.sending.OutboxDocument;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hub and a practice, as another supplier's tests use them: one network for the class. */
class HubAndPracticeTest {
  private static final RegisteredPatient MOVED =
      new RegisteredPatient("9990000026", LocalDate.of(1984, 5, 6), "O'Test\"patient", "A99902");

  @RegisterExtension
  static final LocalNetworkExtension NETWORK =
      LocalNetworkExtension.of(
          LocalNetwork.hubAndPractice().patient(MOVED, PatientStanding.NO_LONGER_HERE));

  private static List<String> encounters(TestNode practice) {
    return practice.worklist().stream().map(entry -> entry.identifiers().encounterId()).toList();
  }

  @Test
  void a_document_goes_from_hub_to_practice_and_both_acknowledgements_come_back(
      LocalNetwork network) throws Exception {
    TestNode hub = network.node(LocalNetwork.HUB);
    TestNode practice = network.node(LocalNetwork.PRACTICE);
    var consultation = network.consultation();

    OutboxDocument done = hub.await(hub.handIn(consultation), DocumentState.COMPLETED);

    assertThat(done.acknowledgements().infrastructure()).contains("20013");
    assertThat(done.acknowledgements().business()).contains("30001");
    assertThat(encounters(practice)).containsOnlyOnce(consultation.encounterId());
    assertThat(encounters(hub)).as("each node has a database of its own").isEmpty();
  }

  @Test
  void a_restart_of_either_node_keeps_everything(LocalNetwork network) throws Exception {
    TestNode hub = network.node(LocalNetwork.HUB);
    TestNode practice = network.node(LocalNetwork.PRACTICE);
    practice.close();
    var consultation = network.consultation();
    UUID id = hub.handIn(consultation);
    hub.await(id, DocumentState.SENT);

    hub.restart();
    practice.start();
    OutboxDocument done = hub.await(id, DocumentState.COMPLETED);
    WorklistEntry filed =
        practice.worklist().stream()
            .filter(entry -> entry.identifiers().encounterId().equals(consultation.encounterId()))
            .findFirst()
            .orElseThrow();
    hub.restart();
    practice.restart();

    assertThat(hub.document(id)).contains(done);
    assertThat(practice.worklist()).contains(filed);
  }

  @Test
  void the_api_of_a_node_answers_at_its_address(LocalNetwork network) throws Exception {
    TestNode hub = network.node(LocalNetwork.HUB);
    UUID id = hub.handIn(network.consultation());
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(hub.url().resolve("/api/v1/documents/" + id))
                  .header("Authorization", "Bearer " + hub.key(LocalNetwork.HUB))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains(id.toString());
    }
  }

  @Test
  void waiting_for_what_does_not_come_says_what_came(LocalNetwork network) {
    TestNode hub = network.node(LocalNetwork.HUB);
    UUID id = hub.handIn(network.consultation(LocalNetwork.HUB, LocalNetwork.PRACTICE, MOVED));

    assertThatThrownBy(() -> hub.await(id, DocumentState.COMPLETED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is rejected, not completed")
        .hasMessageContaining("30003")
        .hasMessageContaining("alert: ");
    assertThat(hub.alerts()).anyMatch(alert -> alert.document().filter(id::equals).isPresent());
  }

  @Test
  void a_stopped_node_and_an_unknown_organisation_say_what_to_do(LocalNetwork network) {
    TestNode practice = network.node(LocalNetwork.PRACTICE);
    practice.close();
    assertThatThrownBy(practice::url).hasMessageContaining("call start() first");
    practice.start();

    assertThatThrownBy(() -> network.node(TestOrganisation.both("A99904", "Pharmacy")))
        .hasMessageContaining("no node works for A99904")
        .hasMessageContaining("[A99901, A99902]");
  }

  @Test
  void the_mesh_server_is_there_as_a_parameter_too(LocalNetwork network, LocalMeshServer mesh) {
    assertThat(mesh).isSameAs(network.mesh());
    assertThat(NETWORK.network()).isSameAs(network);
  }
}
