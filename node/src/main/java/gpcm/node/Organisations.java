package gpcm.node;

import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.ledger.Membership;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.Transport;
import gpcm.node.metrics.NodeMetrics;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The organisations a node works for, each with its mailbox.
 *
 * @param mailboxes their mailboxes by ODS code, in the order of the configuration
 */
record Organisations(List<OrganisationSettings> settings, Map<String, Mailbox> mailboxes) {
  Organisations {
    settings = List.copyOf(settings);
    mailboxes = Collections.unmodifiableMap(new LinkedHashMap<>(mailboxes));
  }

  static Organisations open(
      NodeConfiguration configuration, InstantSource clock, NodeMetrics metrics, OpenParts open) {
    Map<String, Mailbox> mailboxes = new LinkedHashMap<>();
    for (OrganisationSettings organisation : configuration.organisations()) {
      Transport transport =
          MeshAccess.open(configuration.mesh(), organisation, clock, metrics.mesh());
      open.add(transport.mesh());
      mailboxes.put(
          organisation.ods().value(),
          new Mailbox(organisation.ods(), organisation.name(), organisation.mailbox(), transport));
    }
    MeshAccess.certificate(configuration.mesh())
        .ifPresent(expires -> metrics.certificate("mesh", expires));
    return new Organisations(configuration.organisations(), mailboxes);
  }

  /** The mailboxes of those that send. */
  Map<String, Mailbox> senders() {
    Map<String, Mailbox> senders = new LinkedHashMap<>(mailboxes);
    senders
        .keySet()
        .retainAll(
            settings.stream()
                .filter(OrganisationSettings::sends)
                .map(organisation -> organisation.ods().value())
                .collect(Collectors.toSet()));
    return senders;
  }

  /** The ODS codes of those that receive. */
  Set<String> receivers() {
    return settings.stream()
        .filter(OrganisationSettings::receives)
        .map(organisation -> organisation.ods().value())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What this node can serve, for the other nodes of its database. */
  List<Membership.Served> served() {
    return mailboxes.values().stream()
        .map(mailbox -> new Membership.Served(mailbox.organisation().value(), mailbox.id().value()))
        .toList();
  }
}
