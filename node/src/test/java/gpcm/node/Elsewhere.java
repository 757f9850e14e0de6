package gpcm.node;

import java.util.UUID;

/** Another node of the same database, which has a document in its hands and does nothing. */
final class Elsewhere {
  private Elsewhere() {}

  // It works for nobody: of mailboxes it would be due its share, and what lies in them would wait
  // for it.
  static void holds(TestNetwork network, UUID document) {
    network.execute(
        """
        insert into node (id, name, build, organisations, started_at, heartbeat_at, alive_until)
        select 'elsewhere', 'elsewhere', build, '{}', started_at, heartbeat_at, clock_timestamp() + interval '1 hour'
        from node limit 1 on conflict do nothing
        """);
    network.execute(
        "update document set lease_owner = 'elsewhere', leased_at = clock_timestamp() where id = '%s'"
            .formatted(document));
  }

  static void letsGo(TestNetwork network, UUID document) {
    network.execute(
        "update document set lease_owner = null, leased_at = null where id = '%s' and lease_owner = 'elsewhere'"
            .formatted(document));
    network.execute("delete from node where id = 'elsewhere'");
    network.node().look();
  }
}
