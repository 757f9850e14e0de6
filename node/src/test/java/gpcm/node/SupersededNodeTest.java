package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.SupersededException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A node whose tables a newer build has changed, while it was paused, writes to them no more. */
class SupersededNodeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String EVERYTHING =
      """
      select concat((select string_agg(d::text, ',' order by id) from document d), (select string_agg(n::text, ',' order by id) from node n),
        (select count(*) from event), (select string_agg(a::text, ',' order by id) from alert a),
        (select string_agg(r::text, ',' order by id) from received_message r), (select string_agg(m::text, ',' order by organisation) from mailbox m))
      """;

  @Running TestNetwork network;

  @Test
  void endsWithTheReasonAndWritesNothing() throws IOException {
    AtomicReference<String> reason = new AtomicReference<>();
    network.restartNodeUntilUseless(reason::set);
    network.mesh().add(InjectedFault.answer("POST", HUB_MAILBOX + "/outbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.BUILT);

    upgradedByANewerBuild();

    await().atMost(PATIENCE).until(() -> reason.get() != null);
    assertThat(reason.get()).contains("a newer gpcm").contains("start the newer build");
    String before = network.one(EVERYTHING);
    network.mesh().clearFaults();
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, "GPFED_CONSULT_REPORT", "a document");
    network.node().look();

    assertThatThrownBy(() -> network.submit(TestNetwork.consultation(KNOWN)))
        .isInstanceOf(SupersededException.class);
    StepResult late = new StepResult().document(id, new DocumentFact.Taken("LATE"));
    assertThatThrownBy(() -> network.node().ledger().apply(List.of(late)))
        .isInstanceOf(SupersededException.class);
    assertThat(network.one(EVERYTHING)).isEqualTo(before);

    network.execute("delete from flyway_schema_history where version = '9999'");
    network.restartNode();

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> network.entries(message.documentId()).size() == 1);
  }

  private void upgradedByANewerBuild() {
    network.execute(
        "insert into flyway_schema_history select 9999, '9999', 'from the future', type,"
            + " 'V9999__from_the_future.sql', checksum, installed_by, installed_on,"
            + " execution_time, success from flyway_schema_history order by installed_rank"
            + " limit 1");
  }
}
