package gpcm.node.web;

import gpcm.node.TestNetwork;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A person of their own, as they come over HTTP: by the pages and by the API. */
record Someone(Person person, HttpCaller http, String session) {
  /** Whose name the provider says, and who has just signed in. */
  static Someone at(TestNetwork network, String organisation, String name, Role... roles) {
    return at(network, organisation, name, Optional.empty(), now(network), roles);
  }

  /** The same with the national activities that the provider says they have. */
  static Someone with(
      TestNetwork network,
      String organisation,
      String name,
      Set<String> activities,
      Role... roles) {
    return begun(
        network, organisation, name, Optional.empty(), activities, now(network), Set.of(roles));
  }

  static Someone at(
      TestNetwork network,
      String organisation,
      String name,
      Optional<String> nationalId,
      Instant signedInAt,
      Role... roles) {
    return begun(network, organisation, name, nationalId, Set.of(), signedInAt, Set.of(roles));
  }

  private static Someone begun(
      TestNetwork network,
      String organisation,
      String name,
      Optional<String> nationalId,
      Set<String> activities,
      Instant signedInAt,
      Set<Role> roles) {
    var directory = network.served().directory();
    Person person = directory.people().known("https://provider.example", name, name, nationalId);
    String session =
        directory
            .sessions()
            .begin(
                new SignIn(
                    person, organisation, roles, activities, Optional.empty(), 2, signedInAt),
                "127.0.0.1",
                "a test");
    return new Someone(
        person, HttpCaller.with(network.node().url(), new Credentials("", session)), session);
  }

  static Instant now(TestNetwork network) {
    return network.served().clock().instant();
  }

  Answer get(String path) throws Exception {
    return http.get(path);
  }

  /** By a form of a page, or by the API with a reason in its header. */
  Answer post(String path, String body) throws Exception {
    return path.startsWith("/api/")
        ? http.post(
            path,
            "application/json",
            body.getBytes(StandardCharsets.UTF_8),
            "X-CSRF-Token",
            FormToken.of(session),
            "X-Reason",
            "They never went")
        : http.post(path, HttpCaller.FORM, body.getBytes(StandardCharsets.UTF_8));
  }
}
