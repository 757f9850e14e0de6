package gpcm.node.working;

import java.util.Optional;
import java.util.UUID;

/**
 * Who does something with a document.
 *
 * @param person the node's id of them; empty for a machine
 * @param name as it is recorded
 * @param organisation ODS code of the organisation they act for
 */
public record Doer(Optional<UUID> person, String name, String organisation) {
  Named named() {
    return person
        .map(id -> new Named(id, name))
        .orElseThrow(
            () ->
                new WorkRefused.Wrong(
                    "", "a machine cannot have a document", "assign it to a person or a team"));
  }
}
