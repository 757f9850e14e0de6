package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.consultation.json.ConsultationJson;
import gpcm.node.audit.AuditQuery;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** OC-06: each image of a payload has an entry of its own in the audit log of its receiver. */
class ImagesInAuditTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;

  private static WorklistEntry entry(String documentId) {
    await().atMost(PATIENCE).until(() -> !network.entries(documentId).isEmpty());
    return network.entries(documentId).getFirst();
  }

  private static List<AuditEntry> images(WorklistEntry entry) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(PRACTICE, 1000).doing(List.of(Action.IMAGE_FILED)))
        .stream()
        .filter(one -> one.data().caseId().orElseThrow().equals(entry.received()))
        .toList();
  }

  @Test
  void anImageHasAnEntryWithItsHashAndNameAndTheReportHasNone() throws IOException {
    UUID id = network.submit(TestNetwork.document("online-consultation.json", HUB));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .node()
                    .outbox()
                    .find(id)
                    .orElseThrow()
                    .identifiers()
                    .documentId()
                    .isPresent());
    WorklistEntry entry =
        entry(
            network
                .node()
                .outbox()
                .find(id)
                .orElseThrow()
                .identifiers()
                .documentId()
                .orElseThrow());
    WorklistFile image = network.node().worklist().files(entry.id()).get(1);
    assertThat(image.contentType()).isEqualTo("image/png");

    assertThat(images(entry))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.data().attachment()).hasValue(2);
              assertThat(one.data().contentHash()).contains(image.content().hash().hex());
              assertThat(one.reason()).contains(image.title());
            });
  }

  @Test
  void theImageOfAConfidentialDocumentIsNotNamed() throws IOException {
    SuppliersMessage message =
        SuppliersMessage.about(
                ConsultationJson.read(
                    new String(
                            TestNetwork.exampleJson(KNOWN, UUID.randomUUID().toString()),
                            StandardCharsets.UTF_8)
                        .replace("consultation-summary-throat.txt", "online-consultation-rash.png")
                        .replace("text/plain", "image/png")
                        .getBytes(StandardCharsets.UTF_8)))
            .with("<confidentiality value=\"N\"/>", "<confidentiality value=\"R\"/>")
            .with(", seen at Sampleton Evening Hub, ODS Code A99901", "");
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, "GPFED_CONSULT_REPORT", "");

    assertThat(images(entry(message.documentId())))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.reason()).contains("withheld");
              assertThat(one.data().confidentiality()).contains("R");
              assertThat(one.data().contentHash()).isPresent();
            });
  }
}
