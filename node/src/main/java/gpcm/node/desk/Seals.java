package gpcm.node.desk;

import gpcm.node.desk.SealState.WitnessState;
import gpcm.node.store.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads how far the audit log is sealed. A log that was begun anew is counted from there.
 * Thread-safe.
 *
 * @param witnesses what the keys of those are called that this node's configuration names
 */
record Seals(Jdbi jdbi, List<String> witnesses) {
  private static final String CHECKPOINT =
      """
      select (select origin from audit_key order by id desc limit 1) as origin, c.made_at,
        greatest(0, c.size - coalesce((select first_leaf from audit_key order by id desc limit 1), 0)) as entries
      from (select 1) as one left join (select size, made_at from audit_checkpoint order by size desc limit 1) as c on true
      """;

  private static final String WITNESS =
      """
      select made_at, greatest(0, size - coalesce((select first_leaf from audit_key order by id desc limit 1), 0)) as entries
      from audit_cosignature where witness = :witness order by size desc limit 1
      """;

  SealState now() {
    return jdbi.withHandle(
        handle -> {
          List<WitnessState> states = witnesses(handle);
          return handle
              .createQuery(CHECKPOINT)
              .map(
                  (row, context) ->
                      new SealState(
                          Optional.ofNullable(row.getString("origin")),
                          row.getLong("entries"),
                          Moment.perhaps(row, "made_at"),
                          states))
              .one();
        });
  }

  private List<WitnessState> witnesses(Handle handle) {
    List<WitnessState> states = new ArrayList<>();
    for (String name : new TreeSet<>(witnesses)) {
      states.add(
          handle
              .createQuery(WITNESS)
              .bind("witness", name)
              .map(
                  (row, context) ->
                      new WitnessState(
                          name, row.getLong("entries"), Moment.perhaps(row, "made_at")))
              .findOne()
              .orElseGet(() -> new WitnessState(name, 0, Optional.empty())));
    }
    return states;
  }
}
