package gpcm.mesh.server;

import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageStore;
import gpcm.mesh.store.StoredMessage;
import java.util.Locale;
import java.util.Map;

/** Two plain pages: the mailboxes, and what is in one. They show no bodies and no passwords. */
final class PageCalls {
  private static final int MOST = 200;

  private final MessageStore store;
  private final Registry registry;
  private final Mode mode;

  PageCalls(MessageStore store, Registry registry, ServerSettings settings) {
    this.store = store;
    this.registry = registry;
    mode = settings.mode();
  }

  Reply mailboxes(Call call) {
    StringBuilder rows = new StringBuilder();
    for (RegisteredMailbox box : registry.mailboxes()) {
      rows.append("<tr><td><a href=\"/mailboxes/")
          .append(escape(box.id()))
          .append("\">")
          .append(escape(box.id()))
          .append("</a></td>");
      cell(rows, box.name());
      cell(rows, box.odsCode());
      cell(rows, Integer.toString(store.inbox(box.id()).size()));
      cell(rows, Integer.toString(store.received(box.id()).size()));
      cell(rows, Integer.toString(store.sent(box.id()).size()));
      rows.append("</tr>\n");
    }
    String head = "<tr><th>Mailbox<th>Name<th>ODS<th>Waiting<th>Received<th>Sent</tr>";
    return page("Mailboxes", table("Mailboxes", head, rows));
  }

  Reply messages(Call call) {
    RegisteredMailbox box =
        registry.mailbox(call.path("mailbox")).orElseThrow(() -> Refusal.detail(404, "Not Found"));
    StringBuilder rows = new StringBuilder();
    int shown = 0;
    for (Map.Entry<Long, String> one : store.received(box.id()).descendingMap().entrySet()) {
      if (shown++ == MOST) {
        break;
      }
      store.find(one.getValue()).ifPresent(held -> row(rows, held));
    }
    String head =
        "<tr><th>Message<th>Type<th>From<th>Workflow<th>Local id<th>Subject<th>File<th>Sent"
            + " (UTC)<th>Status<th>Code<th>Bytes</tr>";
    String note = "<p><a href=\"/\">All mailboxes</a>. The newest " + MOST + " messages.</p>";
    return page("Mailbox " + escape(box.id()), note + table("Messages", head, rows));
  }

  private static void row(StringBuilder rows, Held held) {
    StoredMessage message = held.message();
    rows.append("<tr>");
    cell(rows, message.id());
    cell(rows, message.report() ? "REPORT" : "DATA");
    cell(rows, message.parties().sender());
    cell(rows, message.labels().workflowId());
    cell(rows, message.labels().localId());
    cell(rows, message.labels().subject());
    cell(rows, message.labels().fileName());
    cell(rows, MeshTime.iso(message.sentAt()));
    cell(rows, message.status().text());
    cell(rows, message.state().statusCode());
    cell(rows, Long.toString(held.size()));
    rows.append("</tr>\n");
  }

  /** A table scrolls inside itself where it is wider than the screen. */
  private static String table(String name, String head, StringBuilder rows) {
    return "<div class=\"wide\" role=\"region\" aria-label=\"%s\" tabindex=\"0\"><table>%s%s</table></div>"
        .formatted(name, head.replace("<th>", "<th scope=\"col\">"), rows);
  }

  private static void cell(StringBuilder rows, String text) {
    rows.append("<td>").append(escape(text)).append("</td>");
  }

  private Reply page(String title, String content) {
    String html =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>%1$s - local MESH</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>body{font-family:sans-serif;margin:1rem;color:#212b32;overflow-wrap:anywhere}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.875rem}
        th,td{text-align:left;padding:.4rem .5rem;border-bottom:1px solid #aeb7bd}
        .warning{border-left:.5rem solid #d5281b;padding:.5rem 1rem}</style></head><body>
        <main>
        <h1>%1$s</h1>
        <p class="warning"><strong>Local MESH server for tests (%2$s mode).</strong>
        Its admin calls need no password. Never use it in production or with real patients.</p>
        %3$s
        </main>
        </body></html>
        """
            .formatted(title, mode.name().toLowerCase(Locale.ROOT), content);
    Map<String, String> headers =
        Map.of(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'",
            "cache-control",
            "no-store");
    return new Reply(200, headers, "text/html; charset=utf-8", new Reply.Content.Text(html));
  }

  /** Text as HTML shows it, so that nothing in a message can act as markup. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
