package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.exchange.DocumentState;
import gpcm.node.audit.AuditQuery;
import gpcm.node.config.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a node tells the audit log of itself, and of what it does without anybody's request. */
class NodeTrailTest {
  @Running TestNetwork network;

  private List<AuditEntry> entries(String organisation, Action action) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(organisation, 1001).doing(List.of(action)));
  }

  @Test
  void eachOrganisationIsToldOfStartsAndStops() throws Exception {
    assertThat(entries(TestNetwork.HUB, Action.NODE_STARTED)).hasSize(1);
    assertThat(entries(TestNetwork.HUB, Action.NODE_STOPPED)).isEmpty();
    network.restartNode();
    for (String organisation : List.of(TestNetwork.HUB, TestNetwork.PRACTICE)) {
      assertThat(entries(organisation, Action.NODE_STARTED)).hasSize(2);
      assertThat(entries(organisation, Action.NODE_STOPPED)).hasSize(1);
      assertThat(entries(organisation, Action.NODE_STARTED).getFirst().actor().kind())
          .isEqualTo(Actor.Kind.NODE);
    }
  }

  @Test
  void aSettingThatIsAnotherIsToldWithBoth() throws Exception {
    network.restartNode();
    assertThat(entries(TestNetwork.HUB, Action.CONFIGURATION_CHANGED)).isEmpty();
    network.restartNode(
        configuration ->
            configuration.with(configuration.http().withMaxRequestSize(ByteSize.ofMebibytes(3))));
    List<AuditEntry> changed = entries(TestNetwork.HUB, Action.CONFIGURATION_CHANGED);
    assertThat(changed)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.change().before().orElseThrow())
                  .startsWith("http.maxRequestSize.bytes: ");
              assertThat(one.change().after()).contains("http.maxRequestSize.bytes: 3145728");
            });
  }

  @Test
  void noSecretIsKeptOfSettings() {
    assertThat(network.one("select settings from settings_at_start"))
        .contains("a secret", "A99901OT001")
        .doesNotContain(TestNetwork.KEY.reveal());
  }

  @Test
  void whatTheNodeDoesWithADocumentIsTold() throws Exception {
    UUID document =
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.state(document) == DocumentState.COMPLETED);
    for (Action action :
        List.of(
            Action.BUILT,
            Action.ACCEPTED,
            Action.ANSWERED_INFRASTRUCTURE,
            Action.ANSWERED_BUSINESS)) {
      assertThat(entries(TestNetwork.HUB, action))
          .as(action.code())
          .hasSize(1)
          .allSatisfy(entry -> assertThat(entry.data().caseId()).contains(document));
    }
    assertThat(entries(TestNetwork.PRACTICE, Action.FILED)).hasSize(1);
  }

  @Test
  void whatCannotBeToldDoesNotHappen() throws Exception {
    UUID document =
        network.refusingAudit(
            "submitted",
            () -> {
              UUID taken =
                  network.submit(
                      TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
              await()
                  .during(Duration.ofSeconds(3))
                  .until(() -> network.state(taken) == DocumentState.ACCEPTED);
              return taken;
            });
    network.node().look();
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.state(document) == DocumentState.COMPLETED);
  }
}
