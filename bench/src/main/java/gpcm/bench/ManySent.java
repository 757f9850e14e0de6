package gpcm.bench;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Rows of documents that organisations A10000, A10001 ... sent in a year, each a copy of one that
 * really went: nineteen in twenty went all the way, the others stand where documents can stand,
 * those that did not get there with an alert. None of them is due.
 */
final class ManySent {
  private static final int AT_A_TIME = 50_000;

  /** The column of copy {@code n} of row {@code o}; every other is the original's. */
  private static final Map<String, String> DOCUMENT = new LinkedHashMap<>();

  static {
    DOCUMENT.put("id", "md5('sent-' || n)::uuid");
    DOCUMENT.put("organisation", "'A' || 10000 + n % :organisations");
    DOCUMENT.put("encounter_id", "'encounter-' || n");
    DOCUMENT.put("idempotency_key", "null");
    DOCUMENT.put("message_id", "md5('sent message ' || n)");
    DOCUMENT.put("document_id", "md5('sent document ' || n)");
    DOCUMENT.put("mesh_message_id", "md5('at MESH ' || n)");
    DOCUMENT.put("patient_nhs_number", "to_char(9990000000 + n * 7919 % 300000, 'FM9999999999')");
    DOCUMENT.put("patient_name", "'Given' || n % 23 || ' Family' || n % 5000");
    DOCUMENT.put("patient_listed", "'FAMILY' || n % 5000 || ', Given' || n % 23");
    DOCUMENT.put("patient_birth_date", "date '1930-01-01' + (n % 32000)::integer");
    DOCUMENT.put(
        "recipient",
        "'Practice ' || n / :organisations % 40 || ' (B' || 10000 + n / :organisations % 40 ||"
            + " ')'");
    DOCUMENT.put(
        "author",
        "case when o.author is not null then '99990000' || 1000 + n / :organisations % 30 end");
    DOCUMENT.put("posts", "case when n % 200 = 5 then 2 else 1 end");
    DOCUMENT.put("state", "standing");
    DOCUMENT.put("business_code", "case when standing = 'rejected' then '30002' else '30001' end");
    DOCUMENT.put("due_at", "case when is_open then now() + interval '30 days' end");
    DOCUMENT.put("tell_at", "null");
    DOCUMENT.put("accepted_at", "at");
    DOCUMENT.put("updated_at", "at + interval '1 hour'");
    DOCUMENT.put("occurred_at", "at - interval '1 hour'");
  }

  private static final String NUMBERED =
      """
      (select n, now() - n * (interval '365 days' / :documents) as at, standing,
        standing in ('unconfirmed', 'waiting', 'held', 'accepted', 'sent', 'infrastructure-acknowledged') as is_open
      from (select n, case when n / :organisations % 20 > 0 then 'completed'
          else (array['waiting', 'held', 'sent', 'infrastructure-acknowledged', 'rejected', 'failed', 'unconfirmed', 'withdrawn'])[
            1 + n / :organisations / 20 % 8] end as standing
        from generate_series(cast(:first as bigint), :last) n) numbered) numbers
      """;

  private static final String ALERTS =
      """
      insert into alert (organisation, problem, document, title, what_happened, what_to_do, times, raised_at, last_at, severity, noticed_at,
        resolved_at, resolved_by)
      select organisation, state || '/' || id, id, 'Not delivered', 'It did not get there for reason ' || n % 7 || '.', 'Send it another way.',
        1, accepted_at, accepted_at, 1, accepted_at, case when n % 50 <> 1 then accepted_at + interval '1 day' end,
        case when n % 50 <> 1 then 'somebody' end
      from (select *, row_number() over (partition by organisation order by accepted_at desc) as n from document
        where state in ('held', 'rejected', 'failed')) d
      """;

  private ManySent() {}

  /** Adds so many copies of a document that is there. */
  static void fill(Handle handle, UUID original, int documents, int organisations)
      throws SQLException {
    handle.execute("set session_replication_role = replica");
    handle.execute("set synchronous_commit = off");
    String insert =
        CopiedRows.insert(
            handle.getConnection(),
            "document",
            DOCUMENT,
            NUMBERED + ", (select * from document where id = :original) o");
    for (int first = 0; first < documents; first += AT_A_TIME) {
      handle
          .createUpdate(insert)
          .bind("original", original)
          .bind("organisations", organisations)
          .bind("documents", documents)
          .bind("first", first)
          .bind("last", Math.min(documents, first + AT_A_TIME) - 1)
          .execute();
    }
    handle.execute(
        "insert into document_listed select l.* from document d cross join lateral listed(d) l"
            + " on conflict do nothing");
    handle.execute(ALERTS);
    handle.execute("set session_replication_role = default");
    handle.execute("set synchronous_commit = on");
    handle.execute("vacuum analyze");
  }
}
