package gpcm.node.ledger;

/**
 * A set-based write to a table that goes with the transition of a case: what a document is filed
 * as, what was found in it.
 *
 * @param name names it within a statement: lower-case letters
 * @param sql one inserting or updating statement that takes its rows from {@code
 *     json_to_recordset(:name::json)}
 */
public record TableWrite(String name, String sql) {}
