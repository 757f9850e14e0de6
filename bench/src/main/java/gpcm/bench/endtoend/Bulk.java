package gpcm.bench.endtoend;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/**
 * Many documents sent again by one act, as after a day on which nobody answered: how long the node
 * takes to have each of them go, as fast as it lets them, and what each costs the database.
 */
public final class Bulk {
  private static final int THREADS = 16;

  private Bulk() {}

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options = BenchmarkOptions.read(arguments, Set.of("documents"), Set.of());
    int documents = options.number("documents", 10_000);
    Network.measure(network -> figures(network, documents)).print();
  }

  private static ResultLine figures(Network network, int documents)
      throws IOException, InterruptedException, SQLException {
    // Nobody collects them: what MESH says was collected does not go again with others.
    network.startNode(Side.SENDING);
    network.handIn("sent", THREADS).handIn(documents, false);
    network.database().await("select count(*) from document where state <> 'sent'", 0);
    unanswered(network, documents);

    CountedDatabase.Counts start = network.database().counts();
    long began = System.nanoTime();
    begin(network, documents);
    network.database().await("select count(*) from bulk_act where state = 'running'", 0);
    double seconds = (System.nanoTime() - began) / 1e9;
    if (network.database().number("select sum(done) from bulk_act") != documents) {
      throw new IOException("the act left some documents as they were");
    }
    network.database().await("select count(*) from document where posts < 2", 0);
    double untilPosted = (System.nanoTime() - began) / 1e9;
    double statements = network.database().since(start).statements() / (double) documents;
    long twice = network.database().number("select count(*) from document where posts > 2");
    System.out.printf(
        "bulk: %d documents sent again in %.0f s, %.0f a second, %.1f statements each; posted after"
            + " %.0f s; %d went more than once%n",
        documents, seconds, documents / seconds, statements, untilPosted, twice);
    return ResultLine.of("bulk")
        .with("documents", documents)
        .with("seconds", seconds)
        .with("documentsPerSecond", documents / seconds)
        .with("secondsUntilPosted", untilPosted)
        .with("statementsPerDocument", statements)
        .with("wentTwice", twice);
  }

  private static void unanswered(Network network, int documents) throws IOException, SQLException {
    network
        .database()
        .change(
            "update document set state = 'overdue', due_at = null, tell_at = null, ask_mesh_at ="
                + " null");
    if (network.database().number("select count(*) from document where state = 'overdue'")
        != documents) {
      throw new IOException("not all documents can be sent again");
    }
  }

  /** What a person who counted them, and a second one who confirmed it, leave in the database. */
  private static void begin(Network network, int documents) throws SQLException {
    network
        .database()
        .change(
            """
            with act as (
              insert into bulk_act (id, organisation, kind, query, actor, actor_id, made_by, named, drafted_at, items, state, reason,
                started_by, started_at, next_at)
              select gen_random_uuid(), min(organisation), 'resend', '', json_build_object('kind', 'PERSON', 'id', 'bench', 'organisation',
                min(organisation))::text, 'bench', 'A. Bench', true, now(), %d, 'running', 'Nobody answered', 'A. Bench', now(),
                clock_timestamp() from document
              returning id)
            insert into bulk_item (bulk, position, organisation, document, state, recipient)
            select act.id, row_number() over (order by d.accepted_at, d.id), d.organisation, d.id, d.state, d.recipient from document d, act
            """
                .formatted(documents));
  }
}
