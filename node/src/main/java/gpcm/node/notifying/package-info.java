/**
 * Alerts reach people: who is told of which, by mail and webhook, the deputies when nobody takes
 * one, and a summary once a day.
 */
package gpcm.node.notifying;
