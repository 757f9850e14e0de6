package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One message with one change.
 *
 * @param number counts from 0 with the seed; says which one it was
 * @param kind what kind of change
 * @param source the message it was made from
 * @param what where and what was changed, for people
 * @param json whether it goes to the readers as JSON; else as XML
 * @param text what goes to the readers
 */
record Mutation(
    int number, MutationKind kind, String source, String what, boolean json, String text) {
  static Mutation of(
      int number, MutationKind kind, String source, String what, boolean json, ObjectNode tree) {
    return new Mutation(
        number, kind, source, what, json, json ? tree.toString() : WireXml.of(tree));
  }
}
