package gpcm.node.web;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GPC-SD-OC-08/S2: the provider that a patient prefers acts, and everybody is told of it. */
class PreferredProviderTest {
  @Running static TestNetwork network;

  private OutboxDocument sent;

  @BeforeEach
  void aConsultationWithAPreferenceIsSent() throws Exception {
    UUID id = network.submit(TestNetwork.document("online-consultation-coded.json", HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(id).orElseThrow().state() == DocumentState.COMPLETED);
    sent = network.node().outbox().find(id).orElseThrow();
  }

  private UUID entryAt(String organisation) {
    String found =
        "from worklist_entry where document_id = '%s' and organisation = '%s'"
            .formatted(sent.identifiers().documentId().orElseThrow(), organisation);
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.one("select count(*) " + found).equals("1"));
    return UUID.fromString(network.one("select id " + found));
  }

  @Test
  void thePreferredProviderIsAskedToAct() {
    assertThat(sent.addressee().organisation()).isEqualTo("Sampleton Pharmacy (A99904)");
    assertThat(sent.addressee().recipientType()).isEqualTo("FA");
  }

  @Test
  void bothReceiversAreToldWhereThePatientWouldLikeToGo() throws Exception {
    for (String organisation : new String[] {PHARMACY, PRACTICE}) {
      Someone clinician = Someone.at(network, organisation, "Echo Fictional", Role.CLINICIAN);
      Answer page = clinician.get("/worklist/" + entryAt(organisation));

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text())
          .contains(
              "The patient would like <strong><bdi>Sampleton Pharmacy</bdi></strong> to act on"
                  + " this.");
      Matcher link =
          Pattern.compile("href=\"(/worklist/[^\"]*/coded/[0-9]+)\"><bdi>Its address")
              .matcher(page.text());
      assertThat(link.find()).isTrue();
      assertThat(clinician.get(link.group(1)).text())
          .contains("A99904", "01632960400", "4 Example Street, Sampleton, ZZ99 4CZ");
    }
  }
}
