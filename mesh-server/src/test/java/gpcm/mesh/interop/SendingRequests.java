package gpcm.mesh.interop;

import static gpcm.mesh.interop.SideBySide.with;

import gpcm.mesh.interop.SideBySide.Ids;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Requests that send: whole messages, chunks and compressed bodies. */
record SendingRequests(SideBySide servers) {
  void sending(Map<String, String> version) throws Exception {
    String path = "/messageexchange/X26ABC1/outbox";
    Map<String, String> good =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "content-type",
            "text/plain");
    byte[] body = {1, 2, 3};
    servers.both("POST", path, "X26ABC1", good, body);
    servers.both("POST", path, "X26ABC1", with(version, "mex-to", "X26ABC2"), body);
    servers.both("POST", path, "X26ABC1", with(version, "mex-workflowid", "W"), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-to", "NOBODY"), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-to", "https://x"), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-content-checksum", "a!b"), body);
    servers.both("POST", path, "X26ABC1", with(good, "content-encoding", "deflate"), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-chunk-range", "2:3"), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-chunk-range", "x"), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-subject", "s".repeat(501)), body);
    servers.both("POST", path, "X26ABC1", good, new byte[0]);
    servers.both("POST", path, "X26ABC2", good, body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-to", "t".repeat(101)), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-workflowid", "w".repeat(301)), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-workflowid", "http://x"), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-content-checksum", "https://x"), body);
    servers.both(
        "POST", path, "X26ABC1", with(good, "mex-content-checksum", "c".repeat(101)), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-localid", "l".repeat(301)), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-partnerid", "p".repeat(501)), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-filename", "f".repeat(301)), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-content-type", "c".repeat(101)), body);
    servers.both(
        "POST", path, "X26ABC1", with(good, "mex-content-encrypted", "e".repeat(21)), body);
    servers.both(
        "POST", path, "X26ABC1", with(good, "mex-content-compressed", "c".repeat(21)), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-chunk-range", "1".repeat(21)), body);
    servers.both("POST", path, "X26ABC1", with(good, "mex-chunk-range", "1:0"), body);
    servers.both(
        "POST",
        path,
        "X26ABC1",
        with(good, "mex-to", "GPPROVIDER_9990000018_19550109_TESTPATIENT"),
        body);
    servers.both("POST", path, "", good, body);
    servers.both("POST", path, "", with(version, "mex-to", "X26ABC2"), body);
  }

  void chunks(Map<String, String> version) throws Exception {
    String path = "/messageexchange/X26ABC1/outbox";
    Map<String, String> first =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "mex-chunk-range",
            "1:3",
            "mex-content-type",
            "application/pdf");
    Ids ids = servers.both("POST", path, "X26ABC1", first, new byte[] {1}).ids();
    String theirs = path + "/" + ids.theirs();
    String ours = path + "/" + ids.ours();
    byte[] body = {2};
    Map<String, String> second = with(version, "mex-chunk-range", "2:3");
    servers.both("POST", theirs + "/2", ours + "/2", "X26ABC1", version, body);
    servers.both(
        "POST",
        theirs + "/2",
        ours + "/2",
        "X26ABC1",
        with(version, "mex-chunk-range", "3:3"),
        body);
    servers.both(
        "POST",
        theirs + "/2",
        ours + "/2",
        "X26ABC1",
        with(second, "content-encoding", "gzip"),
        body);
    servers.both("POST", path + "/NOSUCH/2", "X26ABC1", second, body);
    servers.both(
        "POST",
        theirs.replace("ABC1", "ABC3") + "/2",
        ours.replace("ABC1", "ABC3") + "/2",
        "X26ABC3",
        second,
        body);
    servers.both("POST", theirs + "/x", ours + "/x", "X26ABC1", second, body);
    servers.both(
        "POST",
        theirs + "/4",
        ours + "/4",
        "X26ABC1",
        with(version, "mex-chunk-range", "4:4"),
        body);
    servers.both(
        "GET",
        "/messageexchange/X26ABC2/inbox/" + ids.theirs(),
        "/messageexchange/X26ABC2/inbox/" + ids.ours(),
        "X26ABC2",
        version,
        new byte[0]);
    servers.both("POST", theirs + "/2", ours + "/2", "X26ABC1", second, body);
    servers.both(
        "POST",
        theirs + "/3",
        ours + "/3",
        "X26ABC1",
        with(version, "mex-chunk-range", "3:3"),
        body);
    servers.both(
        "POST",
        theirs + "/3",
        ours + "/3",
        "X26ABC1",
        with(version, "mex-chunk-range", "3:3"),
        body);
    String theirInbox = "/messageexchange/X26ABC2/inbox/" + ids.theirs();
    String ourInbox = "/messageexchange/X26ABC2/inbox/" + ids.ours();
    for (String part : List.of("", "/1", "/2", "/3", "/4", "/0", "/x")) {
      servers.both("GET", theirInbox + part, ourInbox + part, "X26ABC2", version, new byte[0]);
    }
    servers.both(
        "GET",
        theirInbox,
        ourInbox,
        "X26ABC2",
        with(version, "accept-encoding", "gzip"),
        new byte[0]);
  }

  /** Bodies that were compressed by their sender, and one that a middle chunk of is missing. */
  void packed(Map<String, String> version) throws Exception {
    byte[] none = {};
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    String outbox = "/messageexchange/X26ABC1/outbox";
    String inbox = "/messageexchange/X26ABC2/inbox/";
    Map<String, String> send =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "content-encoding",
            "gzip",
            "content-type",
            "text/plain");
    Ids one = servers.both("POST", outbox, "X26ABC1", send, packed.toByteArray()).ids();
    servers.both("GET", inbox + one.theirs(), inbox + one.ours(), "X26ABC2", version, none);
    servers.both(
        "GET",
        inbox + one.theirs(),
        inbox + one.ours(),
        "X26ABC2",
        with(version, "accept-encoding", "gzip"),
        none);
    servers.both("HEAD", inbox + one.theirs(), inbox + one.ours(), "X26ABC2", version, none);
    Map<String, String> three =
        with(
            version,
            "mex-to",
            "X26ABC2",
            "mex-workflowid",
            "TEST_WORKFLOW",
            "mex-chunk-range",
            "1:3");
    Ids gap = servers.both("POST", outbox, "X26ABC1", three, new byte[] {1}).ids();
    String last = "/3";
    servers.both(
        "POST",
        outbox + "/" + gap.theirs() + last,
        outbox + "/" + gap.ours() + last,
        "X26ABC1",
        with(version, "mex-chunk-range", "3:3"),
        new byte[] {3});
    for (String part : List.of("/1", "/2", "/3")) {
      servers.both(
          "GET", inbox + gap.theirs() + part, inbox + gap.ours() + part, "X26ABC2", version, none);
    }
  }
}
