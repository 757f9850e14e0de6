package gpcm.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.node.audit.AuditLog;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.SettingsInWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node says of itself in the audit log, to each of its organisations. */
final class NodeTrail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeTrail.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AuditLog log;
  private final String node;
  private final List<String> organisations;

  private NodeTrail(AuditLog log, String node, List<String> organisations) {
    this.log = log;
    this.node = node;
    this.organisations = List.copyOf(organisations);
  }

  /**
   * Writes that the node starts, and which settings are others than at its last start.
   *
   * @return says that it has stopped when it is closed
   */
  static NodeTrail begin(
      Jdbi jdbi, AuditLog log, NodeConfiguration configuration, List<String> organisations) {
    NodeTrail trail = new NodeTrail(log, configuration.name(), organisations);
    Map<String, String> settings = new TreeMap<>(SettingsInWords.of(configuration));
    // Another at each start unless the configuration gives one: nodes are known by their folder.
    settings.remove("name");
    String folder = configuration.dataFolder().toAbsolutePath().normalize().toString();
    jdbi.useTransaction(
        handle -> {
          List<AuditEntry> entries =
              new ArrayList<>(trail.each(Action.NODE_STARTED, entry -> entry));
          lastStart(handle, folder)
              .ifPresent(before -> entries.addAll(trail.changes(before, settings)));
          remember(handle, folder, settings);
          log.write(handle, entries);
        });
    return trail;
  }

  private List<AuditEntry> each(Action action, UnaryOperator<AuditEntry> about) {
    return organisations.stream()
        .map(
            organisation ->
                about.apply(
                    log.entry(organisation, action, Actor.node(node, organisation))
                        .forOperations()))
        .toList();
  }

  private static Optional<Map<String, String>> lastStart(Handle handle, String folder) {
    return handle
        .createQuery("select settings from settings_at_start where node = :node for update")
        .bind("node", folder)
        .mapTo(String.class)
        .findOne()
        .map(NodeTrail::read);
  }

  private static Map<String, String> read(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the settings of the last start cannot be read", e);
    }
  }

  private List<AuditEntry> changes(Map<String, String> before, Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(
            name ->
                !Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(now.get(name))))
        .flatMap(
            name ->
                each(
                    Action.CONFIGURATION_CHANGED,
                    entry -> entry.changing(said(name, before), said(name, now)))
                    .stream())
        .toList();
  }

  private static String said(String name, Map<String, String> settings) {
    return name + ": " + settings.getOrDefault(name, "not set");
  }

  private static void remember(Handle handle, String folder, Map<String, String> settings) {
    try {
      handle
          .createUpdate(
              """
              insert into settings_at_start (node, settings) values (:node, :settings)
              on conflict (node) do update set settings = excluded.settings
              """)
          .bind("node", folder)
          .bind("settings", JSON.writeValueAsString(settings))
          .execute();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("words can always be written", e);
    }
  }

  @Override
  public void close() {
    try {
      log.write(each(Action.NODE_STOPPED, entry -> entry));
    } catch (RuntimeException e) {
      LOG.warn("that the node has stopped is not in the audit log: {}", e.toString());
    }
  }
}
