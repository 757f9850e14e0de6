package gpcm.node.submitting;

import org.jdbi.v3.core.Jdbi;

/**
 * Work that one node of a database does at a time. It stays with whoever has it for as long as that
 * node is alive; what it had begun, the next one goes on with. Thread-safe.
 *
 * @param jdbi the nodes' database
 * @param node this node's id
 * @param work what it is called
 * @param organisation for whom
 */
record SoleWork(Jdbi jdbi, String node, String work, String organisation) {
  /** Whether it is this node's now. */
  boolean isOurs() {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into sole_work (work, organisation, owner) values (:work, :organisation, :node)
                        on conflict (work, organisation) do update set owner = excluded.owner
                        where sole_work.owner = excluded.owner
                          or not exists (select from node n where n.id = sole_work.owner and n.alive_until > clock_timestamp())
                        """)
                    .bind("work", work)
                    .bind("organisation", organisation)
                    .bind("node", node)
                    .execute()
                == 1);
  }

  /** This node cannot do it: another one may try. */
  void giveBack() {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "delete from sole_work where work = :work and organisation = :organisation and"
                        + " owner = :node")
                .bind("work", work)
                .bind("organisation", organisation)
                .bind("node", node)
                .execute());
  }
}
