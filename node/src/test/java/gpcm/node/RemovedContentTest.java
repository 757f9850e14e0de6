package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.node.retention.Retention;
import gpcm.node.web.HttpCaller;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is shown of a document whose files are no longer kept. */
class RemovedContentTest {
  @Running static TestNetwork network;

  @Test
  void itsPageStaysAndItsFilesSayThatTheyWereRemoved() throws Exception {
    UUID sent = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.state(sent) == DocumentState.COMPLETED);
    String entry = network.entryOf(sent);
    network.execute(
        "update worklist_entry set work = 'done', done_at = now(), own_task = false where id = '%s'"
            .formatted(entry));
    network.execute(
        """
        insert into hand_over_item (id, position, organisation, kind, entry, state, offered_at, due_at, answered_at, try_at)
        select gen_random_uuid(), nextval('hand_over_position'), 'A99902', 'document', '%s', 'accepted', now(), now(),
          now() - interval '7 months', now()
        """
            .formatted(entry));
    // The sender of this network has them in the same database, and keeps them.
    network.execute("update document set message_sha256 = repeat('0', 64)");
    network.execute("update document_attachment set sha256 = repeat('0', 64)");
    network.execute("update stored_content set named = now() - interval '2 hours'");

    Retention retention = new Retention(network.node().ledger(), network.served().audited().log());
    assertThat(retention.round()).isFalse();

    try (HttpCaller practice =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE)) {
      HttpCaller.Answer page = practice.get("/worklist/" + entry);
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      HttpCaller.Answer file = practice.get("/api/v1/worklist/" + entry + "/files/0");
      assertThat(file.status()).as(file.text()).isEqualTo(410);
      assertThat(file.json().path("detail").asText())
          .startsWith("it was removed on")
          .contains("It is not damaged");
      HttpCaller.Answer view = practice.get("/worklist/" + entry + "/files/0");
      assertThat(view.status()).isEqualTo(410);
      assertThat(view.text()).contains("The file is no longer kept", "It was removed on");
    }
  }
}
