package gpcm.node.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** All tables of a database by its catalogue: whether anything in them changes, and by whom. */
final class Tables {
  /** What changes whatever somebody asks for, and why. */
  private static final Map<String, String> BY_THEMSELVES =
      Map.of(
          "node", "a node says every few seconds that it is alive",
          "known_device",
              "a browser that showed the right password is told from strangers' at once",
          "strange_sign_in", "a password that is tried is counted before it is looked at",
          "mesh_question", "a node counts what it asks of MESH",
          "audit_leaf", "entries are sealed a moment later",
          "audit_checkpoint", "as are they",
          "audit_cosignature", "as are they");

  /** The same of a column. */
  private static final Map<String, String> COLUMNS_BY_THEMSELVES =
      Map.of("session", "last_at", "mailbox", "polled_at");

  private static final Set<String> LOG = Set.of("audit_entry", "audit_personal", "audit_patient");

  private final Jdbi database;
  private final List<String> names;

  Tables(Jdbi database) {
    this.database = database;
    this.names =
        database.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select relname from pg_class where relnamespace = current_schema()::regnamespace
                          and relkind in ('r', 'p') and not relispartition order by relname
                        """)
                    .mapTo(String.class)
                    .list());
  }

  /** What is in each table: how many rows, and a hash of them. */
  Map<String, String> state() {
    String each =
        names.stream()
            .filter(name -> !BY_THEMSELVES.containsKey(name))
            .map(
                name ->
                    "select '%1$s' as name, count(*) || ' rows ' || coalesce(sum(hashtextextended(%2$s::text, 0)), 0) as rows from %1$s t"
                        .formatted(name, row(name)))
            .collect(Collectors.joining(" union all "));
    return database.withHandle(
        handle -> {
          Map<String, String> state = new TreeMap<>();
          handle
              .createQuery(each)
              .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
              .forEach(one -> state.put(one.getKey(), one.getValue()));
          return state;
        });
  }

  private static String row(String name) {
    String column = COLUMNS_BY_THEMSELVES.get(name);
    return column == null ? "t" : "(to_jsonb(t) - '" + column + "')";
  }

  /** The tables in which something is not as it was. */
  static Set<String> changed(Map<String, String> before, Map<String, String> after) {
    return before.keySet().stream()
        .filter(name -> !before.get(name).equals(after.get(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static boolean isOfTheLog(String name) {
    return LOG.contains(name);
  }

  /** The first transaction that has not begun. */
  long next() {
    return database.withHandle(
        handle ->
            handle
                .createQuery("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
                .mapTo(Long.class)
                .one());
  }

  /** Which transactions since one have written rows that are there, by table. */
  Map<String, Set<Long>> writers(Set<String> of, long since) {
    Map<String, Set<Long>> writers = new LinkedHashMap<>();
    database.useHandle(
        handle -> {
          for (String name : of) {
            if (COLUMNS_BY_THEMSELVES.containsKey(name)) {
              // Whoever writes that column writes the row, whoever wrote the rest of it.
              continue;
            }
            writers.put(
                name,
                new TreeSet<>(
                    handle
                        .createQuery(
                            "select distinct xmin::text::bigint from %s where xmin::text::bigint >= :since"
                                .formatted(name))
                        .bind("since", since)
                        .mapTo(Long.class)
                        .list()));
          }
        });
    return writers;
  }

  /** Keeps all that is in the tables now, to be put back. */
  void keep() {
    database.useTransaction(
        handle -> {
          handle.execute("drop schema if exists kept cascade");
          handle.execute("create schema kept");
          for (String name : names) {
            handle.execute("create table kept.%1$s as table %1$s".formatted(name));
          }
        });
  }

  /** Puts back what was in these tables, but for the log, which is only added to. */
  void putBack(Set<String> changed) {
    database.useTransaction(
        handle -> {
          // What tables do by themselves, and what they ask of each other, was done and asked then.
          handle.execute("set local session_replication_role = replica");
          changed.stream().filter(name -> !isOfTheLog(name)).forEach(name -> putBack(handle, name));
        });
  }

  private static void putBack(Handle handle, String name) {
    String columns =
        handle
            .createQuery(
                """
                select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                where attrelid = cast(:name as regclass) and attnum > 0 and not attisdropped and attgenerated = ''
                """)
            .bind("name", name)
            .mapTo(String.class)
            .one();
    handle.execute("delete from " + name);
    handle.execute(
        "insert into %1$s (%2$s) overriding system value select %2$s from kept.%1$s"
            .formatted(name, columns));
  }
}
