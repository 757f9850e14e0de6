package gpcm.node;

import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A database that takes no entry of the audit log for a while. */
final class RefusedAudit {
  private RefusedAudit() {}

  /**
   * Does something meanwhile.
   *
   * @param but the action of which entries are taken all the same; empty for none
   */
  static <T> T during(Jdbi database, String but, Callable<T> thing) throws Exception {
    database.useTransaction(RefusedAudit::prepare);
    database.useHandle(handle -> handle.execute("insert into test.refusing values (?)", but));
    try {
      return thing.call();
    } finally {
      database.useHandle(handle -> handle.execute("delete from test.refusing"));
    }
  }

  /** Once: a trigger that came and went would wait for whoever writes, and they for it. */
  private static void prepare(Handle handle) {
    if (handle.createQuery("select to_regclass('test.refusing')").mapTo(String.class).one()
        != null) {
      return;
    }
    handle.execute("create schema test");
    handle.execute("create table test.refusing (but text not null)");
    handle.execute(
        """
        create function test.refuses() returns trigger language plpgsql as $$
        begin
          if exists (select from test.refusing where but <> new.action) then raise exception 'no'; end if;
          return new;
        end $$
        """);
    handle.execute(
        "create trigger test_refuses before insert on audit_entry for each row execute function"
            + " test.refuses()");
  }
}
