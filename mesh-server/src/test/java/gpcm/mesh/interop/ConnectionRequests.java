package gpcm.mesh.interop;

import static gpcm.mesh.interop.SideBySide.headers;
import static gpcm.mesh.interop.SideBySide.token;
import static gpcm.mesh.interop.SideBySide.with;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Requests that say who asks and which version of the API is wanted: handshakes, tokens, media
 * types.
 */
record ConnectionRequests(SideBySide servers) {
  void handshakeAndTokens(Map<String, String> version) throws Exception {
    String path = "/messageexchange/X26ABC1";
    Map<String, String> full =
        with(version, "mex-clientversion", "1", "mex-osname", "os", "mex-osversion", "2");
    byte[] none = {};
    servers.both("GET", path, "X26ABC1", full, none);
    servers.both("POST", path, "X26ABC1", full, none);
    servers.both(
        "GET", path, "X26ABC1", with(version, "mex-clientversion", "1", "mex-osname", "os"), none);
    servers.both("GET", path, "", full, none);
    servers.both("GET", path, "X26ABC2", full, none);
    servers.both("GET", "/messageexchange/NOBODY", "NOBODY", full, none);
    servers.both("GET", path, "", with(full, "Authorization", "NHSMESH X26ABC1:a:b:c:d"), none);
    servers.both(
        "GET", path, "", with(full, "Authorization", "NHSMESH X26ABC1:a:1:202401311200:00"), none);
    servers.both("GET", path, "", with(full, "Authorization", token("X26ABC1", "wrong")), none);
    servers.both("GET", path, "X26ABC1", with(full, "Accept", "application/vnd.mesh.v2+xml"), none);
    for (String token :
        List.of(
            "X26ABC1",
            "NHSMESH",
            "nhsmesh " + token("X26ABC1", "password").substring(8),
            token("X26ABC1", "password").substring(8),
            "NHSMESH X26ABC1:a:x:202401311200:00",
            "NHSMESH X26ABC1:a:1:202401311200:00:more",
            "NHSMESH x26abc1:a:1:202401311200:00",
            "NHSMESH X26 ABC1:a:1:202401311200:00")) {
      servers.both("GET", path, "", with(full, "Authorization", token), none);
    }
    servers.both(
        "GET",
        path.toLowerCase(Locale.ROOT).replace("exchange/x", "exchange/X"),
        "X26ABC1",
        full,
        none);
    servers.both("GET", "/nothing/here", "", version, none);
    servers.both("DELETE", path, "X26ABC1", version, none);
    servers.both("POST", path + "/update", "X26ABC1", full, none);
  }

  void versions() throws Exception {
    byte[] none = {};
    for (String accept :
        List.of(
            "*/*",
            "application/json",
            "text/html",
            "application/vnd.mesh.v1+json",
            "application/vnd.mesh.v3+json",
            "application/vnd.mesh.v2+json;charset=utf-8",
            "application/vnd.mesh.v2+json, */*",
            "application/vnd.mesh+json")) {
      servers.both(
          "GET", "/messageexchange/X26ABC1/inbox", "X26ABC1", headers("Accept", accept), none);
    }
  }
}
