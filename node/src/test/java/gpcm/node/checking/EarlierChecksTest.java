package gpcm.node.checking;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.store.EarlierSchema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an earlier version checked is told to whose mailbox it looked at; of a mailbox that two
 * organisations have had, one after the other, to neither.
 */
@ExtendWith(DatabaseExtension.class)
class EarlierChecksTest {
  @TempDir Path data;

  @Test
  void each_result_finds_the_organisation_whose_mailbox_it_was(DatabaseSettings settings) {
    EarlierSchema.of(settings, "73")
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  insert into mailbox (organisation, mailbox, poll_due) values
                    ('A99901', 'A99901OT001', now()), ('A99905', 'A99901OT001', now()), ('A99902', 'A99902OT001', now())
                  """);
              handle.execute(
                  """
                  insert into check_run values (md5('run')::uuid, 'L. Operator-Example', 'A99901', 'node-1', now(), now());
                  insert into check_result values
                    (md5('run')::uuid, 1, 'Database', 'good', 'It answers.', 1),
                    (md5('run')::uuid, 2, 'MESH mailbox A99901OT001', 'good', 'It opens.', 1),
                    (md5('run')::uuid, 3, 'MESH mailbox A99902OT001', 'good', 'It opens.', 1)
                  """);
            });
    try (Database upgraded = Database.open(settings, data)) {
      List<String> whose =
          upgraded
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              "select coalesce('of ' || organisation, 'of all') from check_result"
                                  + " order by place")
                          .mapTo(String.class)
                          .list());
      assertThat(whose).containsExactly("of all", "of ", "of A99902");
    }
  }
}
