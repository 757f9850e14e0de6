package gpcm.node.web;

import static org.awaitility.Awaitility.await;

import gpcm.consultation.json.ConsultationJson;
import gpcm.exchange.DocumentState;
import gpcm.node.TestNetwork;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * Messages of every kind between the hub and the practice: a document that was accepted, one about
 * a patient whom the practice does not know, and MESH's report on the latter.
 *
 * @param encounter of the document that was accepted
 */
record MessagesFixture(
    TestNetwork network, String encounter, UUID accepted, UUID refused, UUID report) {
  static final String REPORT_CODE = "EPL-151";

  static MessagesFixture in(TestNetwork network) throws IOException {
    String encounter = UUID.randomUUID().toString();
    UUID accepted = sent(network, TestNetwork.KNOWN, encounter, DocumentState.COMPLETED);
    UUID refused =
        sent(
            network,
            TestNetwork.UNKNOWN_AT_PRACTICE,
            UUID.randomUUID().toString(),
            DocumentState.REJECTED);
    UUID report = UUID.randomUUID();
    network.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, received_at, position)
        select '%s', d.organisation, '20261128093000000000_%s', 'REPORT', '', 'A99901OT001', 'GPFED_CONSULT_REPORT', d.subject,
          'A99901', '%s', 'About 9990000026', d.mesh_message_id, d.message_sha256, 0, 'report', d.accepted_at + interval '1 hour', 0
        from document d where d.id = '%s'
        """
            .formatted(report, report.toString().substring(0, 6), REPORT_CODE, refused));
    network.execute(
        """
        insert into event (at, organisation, received, kind, detail, actor)
        select received_at, organisation, id, 'mesh-report', 'code EPL-151 about message ' || linked_message_id, 'node'
        from received_message where id = '%s'
        """
            .formatted(report));
    return new MessagesFixture(network, encounter, accepted, refused, report);
  }

  private static UUID sent(
      TestNetwork network, String nhsNumber, String encounter, DocumentState state)
      throws IOException {
    UUID id = network.submit(ConsultationJson.read(TestNetwork.exampleJson(nhsNumber, encounter)));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                network.node().outbox().find(id).orElseThrow().state() == state
                    && network
                        .one("select count(*) from received_message where state = 'stored'")
                        .equals("0"));
    return id;
  }

  /** Something that came to the practice and is none of what a node can read. */
  UUID unreadable(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StoredContent content =
        network.database().inTransaction(handle -> network.node().content().put(handle, bytes));
    UUID id = UUID.randomUUID();
    network.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, received_at, position)
        values ('%s', 'A99902', '20261128093000000000_%s', 'DATA', 'A99903OT001', 'GPPROVIDER_9990000018_19570109_TESTPATIENT',
          'GPFED_CONSULT_REPORT', 'Report for Ms Alpha TESTPATIENT', 'A99903', '00', '', '', '%s', %d, 'unreadable', now(), 0)
        """
            .formatted(id, id.toString().substring(0, 6), content.hash().hex(), bytes.length));
    return id;
  }

  String of(String column, UUID document) {
    return network.one("select %s from document where id = '%s'".formatted(column, document));
  }

  /** This node's id of what the practice received of a document. */
  UUID received(UUID document) {
    return UUID.fromString(
        network.one(
            "select id from received_message where organisation = 'A99902' and message_id = '%s'"
                .formatted(of("message_id", document))));
  }

  byte[] bytes(UUID document) {
    return network.node().content().read(new ContentHash(of("message_sha256", document)));
  }
}
