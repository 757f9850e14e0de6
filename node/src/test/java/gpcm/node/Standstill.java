package gpcm.node;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** A database in which its node takes up no work by itself any more, until the node ends. */
final class Standstill {
  private Standstill() {}

  static void begin(Handle handle) {
    handle.execute(
        """
        create function test_skips() returns trigger language plpgsql as $$ begin return null; end $$
        """);
    claimsNothing(handle);
    readsNoMailbox(handle);
    tellsNobody(handle);
    // Nothing is left that MESH could be asked about.
    handle.execute("update document set mesh_message_id = null, earlier_mesh_ids = null");
    handle.execute("update housekeeping set done_at = 'infinity'");
  }

  private static void claimsNothing(Handle handle) {
    for (String table : List.of("document", "received_message", "answer")) {
      handle.execute(
          """
          create trigger test_skips before update on %s for each row
          when (new.lease_owner is not null and new.lease_owner is distinct from old.lease_owner) execute function test_skips()
          """
              .formatted(table));
    }
  }

  /** Another node has them, which does nothing. */
  private static void readsNoMailbox(Handle handle) {
    handle.execute(
        """
        insert into node (id, name, build, organisations, started_at, heartbeat_at, alive_until)
        select 'elsewhere', 'elsewhere', build, '{}', started_at, heartbeat_at, clock_timestamp() + interval '1 hour'
        from node limit 1
        """);
    handle.execute("update mailbox set lease_owner = 'elsewhere', poll_due = 'infinity'");
  }

  private static void tellsNobody(Handle handle) {
    handle.execute("delete from notice_about");
    handle.execute("delete from notice");
    handle.execute("update alert set noticed_at = now(), escalates_at = null");
    handle.execute(
        """
        create trigger test_skips before update on alert for each row
        when (new.noticed_at is distinct from old.noticed_at) execute function test_skips()
        """);
  }
}
