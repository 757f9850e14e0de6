package gpcm.node.ledger;

import gpcm.exchange.MailboxStanding;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** How the mailboxes stand with MESH, as rows. */
final class MailboxCases {
  private static final TableWrite MOVED =
      new TableWrite(
          "mailbox",
          """
          update mailbox b set poll_failures = r.poll_failures, post_failures = r.post_failures, refusals = r.refusals,
            held_until = r.held_until,
            held_since = case when r.held_until is null then null else coalesce(b.held_since, r.at) end, last_trouble = r.trouble
          from json_to_recordset(:mailbox::json) as r (organisation text, poll_failures integer, post_failures integer, refusals integer,
            held_until timestamptz, trouble text, at timestamptz)
          where b.organisation = r.organisation
          """);

  private MailboxCases() {}

  static Map<String, MailboxStanding> lock(Handle handle, Collection<String> organisations) {
    Map<String, MailboxStanding> standings = new LinkedHashMap<>();
    handle
        .createQuery(
            "select * from mailbox where organisation = any (:organisations) order by organisation"
                + " for update")
        .bindArray("organisations", String.class, List.copyOf(organisations))
        .map((row, context) -> Map.entry(row.getString("organisation"), read(row)))
        .forEach(each -> standings.put(each.getKey(), each.getValue()));
    return standings;
  }

  static MailboxStanding read(ResultSet row) throws SQLException {
    return new MailboxStanding(
        row.getString("mailbox"),
        row.getInt("poll_failures"),
        row.getInt("post_failures"),
        row.getInt("refusals"),
        Moment.perhaps(row, "held_until"));
  }

  static void write(
      SetWrite write, String organisation, MailboxStanding standing, String trouble, Instant at) {
    write.add(
        MOVED,
        new Row()
            .put("organisation", organisation)
            .put("poll_failures", standing.pollFailures())
            .put("post_failures", standing.postFailures())
            .put("refusals", standing.refusals())
            .putAny("held_until", standing.heldUntil())
            .put("trouble", trouble)
            .put("at", at));
  }
}
