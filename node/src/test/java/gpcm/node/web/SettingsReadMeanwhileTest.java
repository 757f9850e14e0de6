package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.node.TestNetwork;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody is given the number of a change together with what was set before it: sent back, it would
 * undo that change unseen.
 */
class SettingsReadMeanwhileTest extends SettingsFixture {
  /** Whoever reads waits for the number of the last change, and another changes the rules then. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/settings", "/settings/rules"})
  void whatIsReadIsAsNewAsItsNumber(String path) throws Exception {
    try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> read;
      try (Handle change = network.database().open()) {
        change.begin();
        change.execute("lock table setting_change in access exclusive mode");
        read = reader.submit(() -> administrator.get(path));
        await().atMost(Duration.ofMinutes(4)).until(SettingsReadMeanwhileTest::somebodyWaits);
        change.execute(
            "insert into assignment_rule (id, organisation, position, name, to_person) values"
                + " (gen_random_uuid(), ?, 1, 'Of-meanwhile', ?)",
            TestNetwork.PRACTICE,
            clerk.person().id());
        change.commit();
      }
      assertThat(read.get().text()).contains("Of-meanwhile");
    }
  }

  private static boolean somebodyWaits() {
    return !network
        .one(
            "select count(*) from pg_locks where relation = 'setting_change'::regclass and not"
                + " granted and database = (select oid from pg_database where datname ="
                + " current_database())")
        .equals("0");
  }
}
