package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which mailboxes a node reads when others work on the same database. */
class MailboxShareTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;

  @AfterEach
  void alone() {
    network.execute("delete from node where id = 'another'");
    await().atMost(PATIENCE).until(() -> read() == 3);
  }

  private static void another(String organisations) {
    network.execute(
        """
        insert into node (id, name, build, organisations, started_at, heartbeat_at, alive_until)
        select 'another', 'another', build, '%s', started_at, heartbeat_at, clock_timestamp() + interval '1 hour'
        from node where id <> 'another' limit 1
        """
            .formatted(organisations));
  }

  private static int read() {
    return network.count(
        "select count(*) from mailbox where lease_owner in (select id from node where id <>"
            + " 'another')");
  }

  /** Until it has looked twice whose mailboxes are whose. */
  private static void twoBeats() {
    String beat = "select heartbeat_at::text from node where id <> 'another'";
    for (int i = 0; i < 2; i++) {
      String before = network.one(beat);
      await().atMost(PATIENCE).until(() -> !network.one(beat).equals(before));
    }
  }

  @Test
  void aNodeThatWorksForOtherOrganisationsIsDueNoneOfThem() {
    another("{A99950,A99951,A99952}");
    twoBeats();
    assertThat(read()).isEqualTo(3);
  }

  @Test
  void aNodeThatWorksForTheSameIsDueItsPart() {
    another("{A99901,A99902,A99904}");
    await().atMost(PATIENCE).until(() -> read() == 2);
  }

  @Test
  void whatOnlyOneOfThemWorksForStaysWithIt() {
    another("{A99902}");
    twoBeats();
    assertThat(read()).as("two and a half").isEqualTo(3);
    network.execute("update node set organisations = '{A99901,A99902}' where id = 'another'");
    await().atMost(PATIENCE).until(() -> read() == 2);
    assertThat(
            network.count(
                "select count(*) from mailbox where organisation = 'A99904' and lease_owner is not"
                    + " null"))
        .isEqualTo(1);
  }

  @Test
  void whatNobodyTakesForAWhileIsRead() {
    another("{A99901,A99902,A99904}");
    await().atMost(PATIENCE).until(() -> read() == 2);
    network.execute(
        "update mailbox set leased_at = leased_at - interval '1 minute' where lease_owner is null");
    await().atMost(PATIENCE).until(() -> read() == 3);
  }
}
