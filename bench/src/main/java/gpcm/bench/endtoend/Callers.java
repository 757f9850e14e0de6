package gpcm.bench.endtoend;

import gpcm.mesh.Secret;
import gpcm.node.people.Directory;
import gpcm.node.people.Permission;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseSettings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks a node for its lists: machines and people of the hub and of the practice, with every
 * scope and role.
 */
record Callers(String hubKey, String practiceKey, String hubSession, String practiceSession) {

  static Callers of(CountedDatabase database) {
    DatabaseSettings settings =
        new DatabaseSettings(
            Optional.of(database.url(Side.BOTH.database())),
            Optional.of(CountedDatabase.USER),
            Optional.of(Secret.of(CountedDatabase.PASSWORD)),
            4);
    try (Database open = Database.open(settings, Path.of(""))) {
      Directory directory = Directory.of(open.jdbi(), InstantSource.system());
      return new Callers(
          key(directory, "A99901"),
          key(directory, "A99902"),
          session(directory, "A99901"),
          session(directory, "A99902"));
    }
  }

  private static String key(Directory directory, String organisation) {
    return directory
        .keys()
        .make(
            "benchmark",
            organisation,
            Set.of(Permission.values()),
            Optional.empty(),
            "the benchmark")
        .secret();
  }

  private static String session(Directory directory, String organisation) {
    Person person =
        directory
            .people()
            .known(Person.LOCAL, "benchmark-" + organisation, "Benchmark", Optional.empty());
    SignIn signIn =
        new SignIn(
            person,
            organisation,
            Set.of(Role.values()),
            Set.of(),
            Optional.empty(),
            1,
            Instant.now());
    return directory.sessions().begin(signIn, "127.0.0.1", "benchmark");
  }

  /** The worklist is the practice's, all else the hub's. */
  HttpRequest ask(URI node, String path) {
    boolean practice = path.contains("worklist");
    HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path));
    return (path.startsWith("/api/")
            ? request.header("Authorization", "Bearer " + (practice ? practiceKey : hubKey))
            : request.header("Cookie", "__Host-gpcm=" + (practice ? practiceSession : hubSession)))
        .build();
  }

  /** Without what they show. */
  @Override
  public String toString() {
    return "Callers";
  }
}
