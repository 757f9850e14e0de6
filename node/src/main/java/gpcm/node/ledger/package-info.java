/**
 * The one writer of the cases' tables. A step of the work is three moves, for many cases at once:
 * <em>claim</em> what is due, in one statement; <em>work</em> outside any transaction;
 * <em>apply</em> the facts that came of it in one transaction of a few statements. Cases change
 * only by the transitions of {@code gpcm.exchange}, which carry their events and alerts.
 */
package gpcm.node.ledger;
