package gpcm.mesh.interop;

import static gpcm.mesh.interop.SideBySide.with;

import gpcm.mesh.interop.SideBySide.Ids;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Requests of whoever runs a local MESH: reports, events, mailboxes and resets. */
record AdminRequests(SideBySide servers) {
  void admin(Map<String, String> version) throws Exception {
    Map<String, String> json = with(version, "content-type", "application/json");
    byte[] none = {};
    for (String report :
        List.of(
            """
            {"mailbox_id":"X26ABC1","code":"21","description":"why","workflow_id":"TEST_WORKFLOW","subject":"s",
             "local_id":"l","status":"error","file_name":"f","linked_message_id":"LINKED"}\
            """,
            """
            {"mailbox_id":"X26ABC1","code":"21","description":"why","workflow_id":"TEST_WORKFLOW"}\
            """)) {
      byte[] body = report.getBytes(StandardCharsets.UTF_8);
      Ids ids = servers.both("POST", "/messageexchange/admin/report", "", json, body).ids();
      String inbox = "/messageexchange/X26ABC1/inbox/";
      servers.both("GET", inbox + ids.theirs(), inbox + ids.ours(), "X26ABC1", version, none);
      servers.both("HEAD", inbox + ids.theirs(), inbox + ids.ours(), "X26ABC1", version, none);
      servers.both(
          "GET",
          "/admin/message/" + ids.theirs(),
          "/admin/message/" + ids.ours(),
          "",
          version,
          none);
    }
    servers.both("GET", "/admin/mailbox/X26ABC1", "", version, none);
    servers.both("GET", "/messageexchange/mailbox/X26ABC1", "", version, none);
    servers.both("GET", "/admin/mailbox/NOBODY", "", version, none);
    servers.both("GET", "/admin/message/NOSUCH", "", version, none);
    servers.both("DELETE", "/admin/reset/X26ABC1", "", version, none);
    servers.both("DELETE", "/admin/reset/NOBODY", "", version, none);
    servers.both("DELETE", "/admin/reset", "", version, none);
    servers.both("GET", "/messageexchange/X26ABC2/inbox", "X26ABC2", version, none);
  }

  void adminMistakes(Map<String, String> version) throws Exception {
    Map<String, String> json = with(version, "content-type", "application/json");
    for (String report :
        List.of(
            "{\"mailbox_id\":\"NOBODY\",\"code\":\"21\",\"description\":\"why\",\"workflow_id\":\"W\"}",
            "{\"mailbox_id\":\"X26ABC1\",\"description\":\"why\",\"workflow_id\":\"W\"}")) {
      byte[] body = report.getBytes(StandardCharsets.UTF_8);
      servers.both("POST", "/messageexchange/admin/report", "", json, body);
    }
    byte[] event = "{\"status\":\"error\"}".getBytes(StandardCharsets.UTF_8);
    servers.both("POST", "/admin/message/NOSUCH/event", "", json, event);
    servers.both("DELETE", "/messageexchange/admin/reset/X26ABC1", "", version, new byte[0]);
    servers.both("DELETE", "/messageexchange/admin/reset", "", version, new byte[0]);
  }
}
