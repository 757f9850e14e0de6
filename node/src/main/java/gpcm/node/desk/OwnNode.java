package gpcm.node.desk;

import gpcm.node.checking.Checks;
import gpcm.node.config.LoadedSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the node that answers knows of itself.
 *
 * @param id tells it from every other node of its database
 * @param name what its operator calls it
 * @param build the version of gpcm it runs
 * @param environment what people call the environment that it belongs to; empty where nobody said
 * @param runBy the ODS codes of the organisations whose people run all of it
 * @param certificates until when its certificates are good, by what they are for
 * @param services what it asks elsewhere
 * @param witnesses what the keys of those are called that are to sign the audit log as well
 * @param settings what it was told at its start, without secrets
 * @param checks what it looks at when somebody asks
 */
public record OwnNode(
    String id,
    String name,
    String build,
    Optional<String> environment,
    Set<String> runBy,
    Supplier<Map<String, Instant>> certificates,
    Services services,
    List<String> witnesses,
    LoadedSettings settings,
    Checks checks) {
  /** Copies the organisations. */
  public OwnNode {
    runBy = Set.copyOf(runBy);
  }
}
