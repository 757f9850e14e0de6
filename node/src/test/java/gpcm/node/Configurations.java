package gpcm.node;

import gpcm.mesh.Secret;
import gpcm.node.config.ByteSize;
import gpcm.node.config.IntakeSettings;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.MailboxAccess;
import gpcm.node.config.MeshHttpSettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.RegisterSettings;
import gpcm.node.config.SenderSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Other configurations for the node of a {@link TestNetwork}. */
public final class Configurations {
  private Configurations() {}

  /** Leaves a refused mailbox alone for this long. */
  static NodeConfiguration holding(NodeConfiguration before, Duration pause) {
    return with(before, before.mesh().holding(pause, pause), before.organisations());
  }

  /** Speaks to MESH at another address. */
  static NodeConfiguration through(NodeConfiguration before, URI url) {
    MeshHttpSettings http = before.mesh().http().orElseThrow();
    return with(
        before,
        MeshSettings.over(
                new MeshHttpSettings(
                    url,
                    http.sharedKey(),
                    http.requestTimeout(),
                    http.chunkSize(),
                    http.tls(),
                    http.proxy()))
            .pollingEvery(Duration.ofMillis(100)),
        before.organisations());
  }

  /** Sends what is larger than this in chunks. */
  static NodeConfiguration chunked(NodeConfiguration before, ByteSize chunk) {
    MeshHttpSettings http = before.mesh().http().orElseThrow();
    return with(
        before,
        MeshSettings.over(
                new MeshHttpSettings(
                    http.url(),
                    http.sharedKey(),
                    http.requestTimeout(),
                    chunk,
                    http.tls(),
                    http.proxy()))
            .pollingEvery(Duration.ofMillis(100)),
        before.organisations());
  }

  /** Looks into mailboxes so often. */
  static NodeConfiguration pollingEvery(NodeConfiguration before, Duration interval) {
    return with(before, before.mesh().pollingEvery(interval), before.organisations());
  }

  /** A second node beside one, on the same database. */
  static NodeConfiguration beside(NodeConfiguration before, String name, Path folder) {
    return new NodeConfiguration(
        folder,
        name,
        before.environment(),
        before.database(),
        before.http(),
        before.mesh(),
        before.organisations(),
        before.signIn(),
        before.sending(),
        before.receiving(),
        before.scanning(),
        before.report(),
        before.log(),
        before.audit(),
        before.coded(),
        before.handOver(),
        before.pds(),
        before.alerts(),
        before.runBy(),
        Optional.empty());
  }

  /** Does not work for an organisation. */
  static NodeConfiguration without(NodeConfiguration before, String ods) {
    return with(
        before,
        before.mesh(),
        before.organisations().stream().filter(each -> !each.ods().value().equals(ods)).toList());
  }

  /** An organisation's mailbox has another password. */
  static NodeConfiguration password(NodeConfiguration before, String ods, String password) {
    return changed(
        before,
        ods,
        each ->
            new OrganisationSettings(
                each.ods(),
                each.name(),
                each.mailbox(),
                new MailboxAccess.Password(Secret.of(password)),
                each.roles(),
                each.patients(),
                each.intake(),
                each.telephone(),
                each.lookUp(),
                each.sender()));
  }

  /** An organisation has other roles. */
  static NodeConfiguration roles(NodeConfiguration before, String ods, Set<Role> roles) {
    return changed(
        before,
        ods,
        each ->
            new OrganisationSettings(
                each.ods(),
                each.name(),
                each.mailbox(),
                each.access(),
                roles,
                each.patients(),
                each.intake(),
                each.telephone(),
                each.lookUp(),
                each.sender()));
  }

  /** An organisation takes documents in differently. */
  public static NodeConfiguration intake(
      NodeConfiguration before, String ods, UnaryOperator<IntakeSettings> change) {
    return changed(before, ods, each -> each.with(change.apply(each.intake())));
  }

  /** An organisation keeps something else for what it sends. */
  static NodeConfiguration sender(
      NodeConfiguration before, String ods, UnaryOperator<SenderSettings> change) {
    return changed(before, ods, each -> each.with(change.apply(each.sender())));
  }

  /** An organisation has a telephone number. */
  public static NodeConfiguration telephone(NodeConfiguration before, String ods, String number) {
    return changed(before, ods, each -> each.withTelephone(number));
  }

  /** An organisation has its patients in this file. */
  static NodeConfiguration patients(NodeConfiguration before, String ods, Path file) {
    return changed(before, ods, each -> each.withPatientFile(file));
  }

  /** An organisation's patients are looked up before documents about them are sent. */
  public static NodeConfiguration lookUp(
      NodeConfiguration before, String ods, LookUpSource source) {
    return changed(before, ods, each -> each.lookingUpIn(source));
  }

  /** An organisation looks its patients up in a register instead of a file. */
  static NodeConfiguration register(
      NodeConfiguration before, String ods, RegisterSettings register) {
    return changed(
        before, ods, each -> each.withoutPatientFile().with(each.intake().asking(register)));
  }

  private static NodeConfiguration changed(
      NodeConfiguration before, String ods, UnaryOperator<OrganisationSettings> change) {
    return with(
        before,
        before.mesh(),
        before.organisations().stream()
            .map(each -> each.ods().value().equals(ods) ? change.apply(each) : each)
            .toList());
  }

  private static NodeConfiguration with(
      NodeConfiguration before, MeshSettings mesh, List<OrganisationSettings> organisations) {
    return new NodeConfiguration(
        before.dataFolder(),
        before.name(),
        before.environment(),
        before.database(),
        before.http(),
        mesh,
        organisations,
        before.signIn(),
        before.sending(),
        before.receiving(),
        before.scanning(),
        before.report(),
        before.log(),
        before.audit(),
        before.coded(),
        before.handOver(),
        before.pds(),
        before.alerts(),
        before.runBy(),
        Optional.empty());
  }
}
