package gpcm.node.reporting;

import java.util.Optional;

/**
 * What was received of one kind: in all, of a team or from a sender.
 *
 * @param name of the team, or of the sender; empty where there is none, or where it is withheld
 * @param documents how many
 * @param opened until somebody opened them first; empty when nobody has opened any
 * @param done until they were done; empty when none is
 */
public record ReceivedGroup(
    Optional<String> name, long documents, Optional<TimeTaken> opened, Optional<TimeTaken> done) {}
