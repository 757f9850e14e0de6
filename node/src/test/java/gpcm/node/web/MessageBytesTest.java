package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.audit.entry.Sentence;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.content.ContentHash;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A message as it was sent or received: an operator is given it when a second person confirms. */
class MessageBytesTest {
  @Running static TestNetwork network;
  private static UUID document;
  private static String entry;

  @BeforeAll
  static void aDocumentHasTravelled() throws Exception {
    document = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    entry = network.one("select id from worklist_entry");
  }

  private static byte[] sent() {
    return network
        .node()
        .content()
        .read(
            new ContentHash(
                network.one(
                    "select message_sha256 from document where id = '%s'".formatted(document))));
  }

  private static byte[] received() {
    return network
        .node()
        .content()
        .read(
            new ContentHash(
                network.one(
                    """
                    select m.sha256 from received_message m join worklist_entry e on e.received = m.id
                    where e.id = '%s'
                    """
                        .formatted(entry))));
  }

  private static Someone at(String organisation, String name, Role... roles) {
    return Someone.at(network, organisation, name, roles);
  }

  private static List<AuditEntry> taken(String organisation) {
    return network.served().audited().search().find(AuditQuery.newest(organisation, 1001)).stream()
        .filter(one -> one.action() == Action.MESSAGE_TAKEN_OUT)
        .filter(one -> one.outcome().equals(Outcome.DONE))
        .toList();
  }

  @Test
  void anOperatorFetchesItWithinAQuarterOfAnHourAfterASecondPersonConfirmed() throws Exception {
    Someone asker = at(TestNetwork.HUB, "Operator-Example", Role.OPERATOR);
    Someone second = at(TestNetwork.HUB, "Other-operator-Example", Role.OPERATOR);
    assertThat(asker.get("/outbox/" + document).text())
        .contains("/outbox/" + document + "/message", "Ask a second person");
    int before = taken(TestNetwork.HUB).size();

    Answer asked = asker.post("/outbox/" + document + "/message", "reason=It+is+refused+there");
    assertThat(asked.status()).as(asked.text()).isEqualTo(303);
    String place = asked.header("Location");
    assertThat(asker.get(place + "/message").status()).isEqualTo(409);
    assertThat(second.get(place).text()).contains("It is refused there", "SHA-256");
    assertThat(second.post(place + "/confirm", "").status()).isEqualTo(303);
    assertThat(taken(TestNetwork.HUB)).hasSize(before);

    assertThat(asker.get(place).text()).contains("Download the message");
    Answer message = asker.get(place + "/message");
    assertThat(message.status()).isEqualTo(200);
    assertThat(message.bytes()).isEqualTo(sent());
    assertThat(message.header("Content-Disposition")).startsWith("attachment;");
    assertThat(message.header("Content-Type")).isEqualTo("application/octet-stream");
    AuditEntry entry = taken(TestNetwork.HUB).getFirst();
    assertThat(Sentence.of(entry))
        .startsWith("Operator-Example together with Other-operator-Example took a whole message")
        .contains("It is refused there");
    assertThat(entry.data().caseId()).contains(document);
    assertThat(entry.data().contentHash()).contains(ContentHash.of(sent()).hex());

    assertThat(second.get(place + "/message").status()).as("who confirmed").isEqualTo(404);
    network.advance(Duration.ofMinutes(15));
    Someone later = at(TestNetwork.HUB, "Operator-Example", Role.OPERATOR);
    assertThat(later.get(place + "/message").status()).isEqualTo(409);
    assertThat(later.get(place).text()).doesNotContain("Download the message");
  }

  @Test
  void whoHasLostTheRoleDoesNotFetchIt() throws Exception {
    Someone asker = at(TestNetwork.HUB, "Operator-Example", Role.OPERATOR);
    String place = asker.post("/outbox/" + document + "/message", "reason=Why").header("Location");
    at(TestNetwork.HUB, "Other-operator-Example", Role.OPERATOR).post(place + "/confirm", "");
    Someone clerk = at(TestNetwork.HUB, "Operator-Example", Role.CLERK);
    assertThat(clerk.get(place + "/message").status()).isEqualTo(409);
    Someone stale =
        Someone.at(
            network,
            TestNetwork.HUB,
            "Operator-Example",
            Optional.empty(),
            Someone.now(network).minus(Duration.ofMinutes(16)),
            Role.OPERATOR);
    assertThat(stale.get(place + "/message").status()).isEqualTo(403);
  }

  @Test
  void whatWasReceivedIsAskedForOverTheApiAndAnAuditorConfirms() throws Exception {
    Someone asker = at(TestNetwork.PRACTICE, "Operator-Example", Role.OPERATOR);
    Someone auditor = at(TestNetwork.PRACTICE, "Auditor-Example", Role.AUDITOR);
    Answer asked = asker.post("/api/v1/worklist/" + entry + "/message", "");
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    String place = asked.header("Location");
    assertThat(auditor.post(place + "/confirm", "").status()).isEqualTo(200);
    Answer message = asker.get(asker.get(place).json().path("href").asText());
    assertThat(message.bytes()).isEqualTo(received());
    assertThat(taken(TestNetwork.PRACTICE).getFirst().second().orElseThrow().roles())
        .containsExactly("auditor");
  }

  @Test
  void anAuditorIsGivenItAtOnceWithAReasonAndAFreshSignIn() throws Exception {
    Someone auditor = at(TestNetwork.PRACTICE, "Auditor-Example", Role.AUDITOR);
    String address = "/worklist/" + entry + "/message";
    assertThat(auditor.post(address, "").status()).isEqualTo(403);
    Answer message = auditor.post(address, "reason=A+complaint");
    assertThat(message.status()).isEqualTo(200);
    assertThat(message.bytes()).isEqualTo(received());
    AuditEntry left = taken(TestNetwork.PRACTICE).getFirst();
    assertThat(left.second()).isEmpty();
    assertThat(left.reason()).contains("A complaint");
    assertThat(left.patients()).isNotEmpty();
    Someone stale =
        Someone.at(
            network,
            TestNetwork.PRACTICE,
            "Auditor-Example",
            Optional.empty(),
            Someone.now(network).minus(Duration.ofMinutes(16)),
            Role.AUDITOR);
    assertThat(stale.post(address, "reason=A+complaint").status()).isEqualTo(403);
    assertThat(
            at(TestNetwork.HUB, "Auditor-of-the-hub-Example", Role.AUDITOR)
                .post(address, "reason=A+complaint")
                .status())
        .isEqualTo(404);
  }

  @Test
  void aConfidentialOneIsForThoseOnlyWhoMayOpenIt() throws Exception {
    network.execute("update document set confidential = true where id = '%s'".formatted(document));
    try {
      String address = "/outbox/" + document + "/message";
      assertThat(
              at(TestNetwork.HUB, "Operator-Example", Role.OPERATOR)
                  .post(address, "reason=Why")
                  .status())
          .isEqualTo(403);
      assertThat(
              at(TestNetwork.HUB, "Auditor-Example", Role.AUDITOR)
                  .post(address, "reason=Why")
                  .bytes())
          .isEqualTo(sent());
    } finally {
      network.execute(
          "update document set confidential = false where id = '%s'".formatted(document));
    }
  }

  @Test
  void whatIsNotBuiltCannotBeAskedFor() throws Exception {
    UUID bare = UUID.randomUUID();
    network.execute(
        """
        insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number,
          patient_name, patient_birth_date, registered_practice, occurred_at, subject, consultation_sha256, submission_sha256,
          accepted_at, updated_at, recipient, recipient_type, stands)
        select '%s', organisation, use_case, 'failed', 'another', version, confidential, patient_nhs_number, patient_name,
          patient_birth_date, registered_practice, occurred_at, subject, consultation_sha256, submission_sha256, accepted_at, updated_at,
          recipient, recipient_type, false from document where id = '%s'
        """
            .formatted(bare, document));
    Answer refused =
        at(TestNetwork.HUB, "Operator-Example", Role.OPERATOR)
            .post("/outbox/" + bare + "/message", "reason=Why");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("There is no message yet");
  }

  @Test
  void whatCannotBeReadIsNamedByItsMeshId() throws Exception {
    UUID unread = UUID.randomUUID();
    String hash = ContentHash.of(sent()).hex();
    network.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, received_at, position)
        select '%s', organisation, 'UNREAD-%s', message_type, sender, recipient, workflow_id, subject, local_id, status_code,
          status_description, linked_message_id, '%s', %d, 'unreadable', received_at, position
        from received_message where organisation = '%s' limit 1
        """
            .formatted(unread, unread, hash, sent().length, TestNetwork.PRACTICE));
    Someone asker = at(TestNetwork.PRACTICE, "Operator-Example", Role.OPERATOR);
    assertThat(asker.get("/confirmations").text()).contains("action=\"/messages\"");
    String place =
        asker.post("/messages", "message=UNREAD-" + unread + "&reason=Why").header("Location");
    Someone second = at(TestNetwork.PRACTICE, "Other-operator-Example", Role.OPERATOR);
    assertThat(second.get(place).text()).contains("Message that is no entry of the worklist");
    second.post(place + "/confirm", "");
    assertThat(asker.get(place + "/message").bytes()).isEqualTo(sent());
    assertThat(taken(TestNetwork.PRACTICE).getFirst().data().caseId()).contains(unread);
  }

  @Test
  void aMessageIsNamedByEachOfItsIdsAndByAnotherOrganisationByNone() throws Exception {
    String meshId =
        network.one("select mesh_message_id from document where id = '%s'".formatted(document));
    String receivedId =
        network.one("select received from worklist_entry where id = '%s'".formatted(entry));
    Someone hub = at(TestNetwork.HUB, "Auditor-Example", Role.AUDITOR);
    Someone practice = at(TestNetwork.PRACTICE, "Auditor-Example", Role.AUDITOR);
    Someone pharmacy = at("A99904", "Auditor-Example", Role.AUDITOR);
    for (String name : List.of(meshId, document.toString())) {
      assertThat(hub.post("/messages", "reason=Why&message=" + name).bytes()).isEqualTo(sent());
    }
    for (String name : List.of(meshId, entry, receivedId)) {
      assertThat(practice.post("/api/v1/messages", "{\"message\":\"" + name + "\"}").bytes())
          .isEqualTo(received());
    }
    String missing = UUID.randomUUID().toString();
    String unknown =
        pharmacy.post("/messages", "reason=Why&message=" + missing).textWithoutReference();
    for (String name : List.of(meshId, document.toString(), entry, receivedId)) {
      Answer none = pharmacy.post("/messages", "reason=Why&message=" + name);
      assertThat(none.status()).isEqualTo(404);
      // What they typed is given back to them, whatever it is.
      assertThat(none.textWithoutReference()).isEqualTo(unknown.replace(missing, name));
    }
    assertThat(hub.post("/messages", "reason=Why&message=").status()).isEqualTo(422);
  }
}
