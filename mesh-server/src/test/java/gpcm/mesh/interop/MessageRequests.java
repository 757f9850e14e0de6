package gpcm.mesh.interop;

import static gpcm.mesh.interop.SideBySide.with;

import gpcm.mesh.interop.SideBySide.Ids;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Requests for what was sent: inbox, tracking and lookups, and whatever state a message is in. */
record MessageRequests(SideBySide servers) {
  void inbox(Map<String, String> version) throws Exception {
    byte[] none = {};
    String box = "/messageexchange/X26ABC2";
    Map<String, String> send =
        with(
            version,
            "mex-to",
            "x26abc2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "content-type",
            "text/plain",
            "mex-localid",
            "local",
            "mex-partnerid",
            "partner",
            "mex-subject",
            "subject",
            "mex-filename",
            "file.txt",
            "mex-content-compressed",
            "yes",
            "mex-content-encrypted",
            "N",
            "mex-content-checksum",
            "md5:00");
    Ids ids =
        servers
            .both(
                "POST",
                "/messageexchange/X26ABC1/outbox",
                "X26ABC1",
                send,
                "hello".getBytes(StandardCharsets.UTF_8))
            .ids();
    for (String query :
        List.of(
            "",
            "?max_results=10",
            "?max_results=9",
            "?max_results=5001",
            "?max_results=x",
            "?workflow_filter=T",
            "?workflow_filter=TEST*",
            "?workflow_filter=!TEST*",
            "?workflow_filter=*ORK*",
            "?workflow_filter=*1",
            "?workflow_filter=!*ORK*",
            "?workflow_filter=*ORK",
            "?workflow_filter=!*ORK",
            "?workflow_filter=TEST_WORKFLOW",
            "?workflow_filter=!TEST_WORKFLOW",
            "?workflow_filter=test*",
            "?workflow_filter=" + "w".repeat(256),
            "?max_results=-1",
            "?max_results=",
            "?continue_from=short")) {
      servers.both("GET", box + "/inbox" + query, "X26ABC2", version, none);
    }
    servers.both("GET", box + "/count", "X26ABC2", version, none);
    String theirs = box + "/inbox/" + ids.theirs();
    String ours = box + "/inbox/" + ids.ours();
    servers.both("HEAD", theirs, ours, "X26ABC2", version, none);
    servers.both("GET", theirs, ours, "X26ABC2", version, none);
    servers.both("GET", theirs, ours, "X26ABC2", with(version, "accept-encoding", "gzip"), none);
    servers.both("GET", box + "/inbox/NOSUCH", "X26ABC2", version, none);
    servers.both("HEAD", box + "/inbox/NOSUCH", "X26ABC2", version, none);
    String theirOther = "/messageexchange/X26ABC3/inbox/" + ids.theirs();
    String ourOther = "/messageexchange/X26ABC3/inbox/" + ids.ours();
    servers.both("GET", theirOther, ourOther, "X26ABC3", version, none);
    servers.both("HEAD", theirOther, ourOther, "X26ABC3", version, none);
    servers.both(
        "PUT",
        theirOther + "/status/acknowledged",
        ourOther + "/status/acknowledged",
        "X26ABC3",
        version,
        none);
    servers.both(
        "PUT",
        theirs + "/status/acknowledged",
        ours + "/status/acknowledged",
        "X26ABC2",
        version,
        none);
    servers.both(
        "PUT",
        theirs + "/status/acknowledged",
        ours + "/status/acknowledged",
        "X26ABC2",
        version,
        none);
    servers.both("PUT", box + "/inbox/NOSUCH/status/acknowledged", "X26ABC2", version, none);
    servers.both("GET", theirs, ours, "X26ABC2", version, none);
  }

  void trackingAndLookup(Map<String, String> version) throws Exception {
    byte[] none = {};
    String box = "/messageexchange/X26ABC1/outbox";
    Map<String, String> send =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "mex-localid",
            "track-" + version.size());
    Ids ids = servers.both("POST", box, "X26ABC1", send, new byte[] {1}).ids();
    String tracking = box + "/tracking?messageID=";
    servers.both("GET", tracking + ids.theirs(), tracking + ids.ours(), "X26ABC1", version, none);
    servers.both("GET", box + "/tracking/track-" + version.size(), "X26ABC1", version, none);
    servers.both("POST", box, "X26ABC1", send, new byte[] {1});
    servers.both("GET", box + "/tracking/track-" + version.size(), "X26ABC1", version, none);
    servers.both("GET", tracking + "NOSUCH", "X26ABC1", version, none);
    servers.both("GET", box + "/tracking", "X26ABC1", version, none);
    servers.both("GET", box + "/tracking/none", "X26ABC1", version, none);
    servers.both("GET", "/messageexchange/endpointlookup/X26/TEST_WORKFLOW", "", version, none);
    servers.both("GET", "/messageexchange/endpointlookup/X26/NONE", "", version, none);
    servers.both("GET", "/messageexchange/workflowsearch/TEST_WORKFLOW2", "", version, none);
    servers.both("GET", "/messageexchange/X26ABC1/outbox/rich", "X26ABC1", version, none);
    servers.both("GET", "/messageexchange/X26ABC2/inbox/rich", "X26ABC2", version, none);
  }

  /** What becomes of a message whose state changes: downloads, headers and tracking of each. */
  void states(Map<String, String> version) throws Exception {
    byte[] none = {};
    String outbox = "/messageexchange/X26ABC1/outbox";
    Map<String, String> send =
        with(version, "mex-to", "X26ABC2", "mex-workflowid", "TEST_WORKFLOW");
    for (String event :
        List.of(
            "{\"status\":\"acknowledged\"}",
            "{\"status\":\"undeliverable\",\"code\":\"14\",\"event\":\"SEND\",\"description\":\"why\"}",
            "{\"status\":\"error\",\"code\":\"21\",\"event\":\"SEND\",\"description\":\"why\",\"linked_message_id\":\"L\"}",
            "{\"status\":\"uploading\"}")) {
      Ids ids = servers.both("POST", outbox, "X26ABC1", send, new byte[] {1}).ids();
      Map<String, String> json = with(version, "content-type", "application/json");
      byte[] body = event.getBytes(StandardCharsets.UTF_8);
      String suffix = "/event";
      servers.both(
          "POST",
          "/admin/message/" + ids.theirs() + suffix,
          "/admin/message/" + ids.ours() + suffix,
          "",
          json,
          body);
      for (String verb : List.of("GET", "HEAD")) {
        for (String mailbox : List.of("X26ABC1", "X26ABC2")) {
          String inbox = "/messageexchange/" + mailbox + "/inbox/";
          servers.both(verb, inbox + ids.theirs(), inbox + ids.ours(), mailbox, version, none);
        }
      }
      String tracking = outbox + "/tracking?messageID=";
      servers.both("GET", tracking + ids.theirs(), tracking + ids.ours(), "X26ABC1", version, none);
      servers.both("GET", tracking + ids.theirs(), tracking + ids.ours(), "X26ABC2", version, none);
      String details = "/admin/message/";
      servers.both("GET", details + ids.theirs(), details + ids.ours(), "", version, none);
    }
    servers.both("GET", outbox + "/rich", "X26ABC1", version, none);
    for (String query : List.of("?max_results=9", "?max_results=5001", "?continue_from=short")) {
      servers.both("GET", outbox + "/rich" + query, "X26ABC1", version, none);
    }
    String rich = "/messageexchange/X26ABC2/inbox/rich";
    for (String query :
        List.of("", "?max_results=0", "?max_results=2001", "?start_time=2020-01-01T00:00:00")) {
      servers.both("GET", rich + query, "X26ABC2", version, none);
    }
  }
}
