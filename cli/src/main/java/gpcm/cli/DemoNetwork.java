package gpcm.cli;

import gpcm.consultation.OdsCode;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.Workflow;
import gpcm.node.Node;
import gpcm.node.config.ByteSize;
import gpcm.node.config.DatabaseSettings;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LogSettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.config.Secret;
import gpcm.node.config.SendingSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything the demo needs, in one process: a strict local MESH server, and a node that works for
 * a hub, an online triage service, a pharmacy, and the patients' registered practice. They meet
 * nowhere but on MESH.
 */
final class DemoNetwork implements AutoCloseable {
  /** An organisation of the demo. */
  enum Party {
    HUB("A99901", "Sampleton Evening Hub", "hub", "cyan", true, false),
    PRACTICE("A99902", "Testford Surgery", "practice", "yellow", false, true),
    TRIAGE("A99903", "Sampleton Online Triage", "triage", "magenta", true, false),
    PHARMACY("A99904", "Sampleton Pharmacy", "pharmacy", "green", true, true);

    private final String ods;
    private final String fullName;
    private final String label;
    private final String colour;
    private final boolean sends;
    private final boolean receives;

    Party(
        String ods, String fullName, String label, String colour, boolean sends, boolean receives) {
      this.ods = ods;
      this.fullName = fullName;
      this.label = label;
      this.colour = colour;
      this.sends = sends;
      this.receives = receives;
    }

    private String mailbox() {
      return ods + "OT001";
    }

    private Set<Role> roles() {
      return sends && receives
          ? Set.of(Role.SENDER, Role.RECEIVER)
          : Set.of(sends ? Role.SENDER : Role.RECEIVER);
    }

    /** Its short name in its colour, for picocli's markup. */
    static String marked(String ods) {
      return Stream.of(values())
          .filter(party -> party.ods.equals(ods))
          .findFirst()
          .map(party -> "@|%s %-8s|@".formatted(party.colour, party.label))
          .orElse(ods);
    }
  }

  private final LocalMeshServer mesh;
  private final Node node;

  private DemoNetwork(LocalMeshServer mesh, Node node) {
    this.mesh = mesh;
    this.node = node;
  }

  static DemoNetwork start(Path folder, int port) throws IOException {
    Keys keys =
        new Keys(
            secret(),
            Stream.of(Party.values())
                .collect(Collectors.toMap(Function.identity(), party -> secret())));
    LocalMeshServer mesh = mesh(folder.resolve("mesh"), keys);
    try {
      return new DemoNetwork(
          mesh, Node.start(configuration(folder, port, mesh.url(), keys), InstantSource.system()));
    } catch (RuntimeException e) {
      mesh.close();
      throw e;
    }
  }

  /** The secrets of one run; nobody needs to know them. */
  private record Keys(String shared, Map<Party, String> passwords) {}

  private static String secret() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static LocalMeshServer mesh(Path folder, Keys keys) {
    Set<String> all = Stream.of(Party.values()).map(Party::mailbox).collect(Collectors.toSet());
    ServerSettings.Builder settings =
        ServerSettings.in(folder)
            .sharedKey(gpcm.mesh.Secret.of(keys.shared()))
            .workflow(new Workflow("GPFED_CONSULT_REPORT", all, all))
            .workflow(new Workflow("GPFED_CONSULT_REPORT_ACK", all, all))
            .patient(
                new RegisteredPatient(
                    "9990000018", LocalDate.of(1957, 1, 9), "Testpatient", Party.PRACTICE.ods));
    keys.passwords()
        .forEach(
            (party, password) ->
                settings.mailbox(
                    Mailbox.of(
                        party.mailbox(),
                        party.ods,
                        party.fullName,
                        gpcm.mesh.Secret.of(password))));
    return LocalMeshServer.start(settings.build());
  }

  private static NodeConfiguration configuration(Path folder, int port, URI mesh, Keys keys)
      throws IOException {
    Path patients = Files.createDirectories(folder).resolve("patients.jsonl");
    Files.writeString(
        patients,
        """
        {"nhsNumber":"9990000018","birthDate":"1957-01-09","family":"Testpatient","standing":"known"}
        {"nhsNumber":"9990000026","birthDate":"1984-05-06","family":"Testpatient","standing":"known"}
        """);
    return new NodeConfiguration(
        folder.resolve("node"),
        DatabaseSettings.bundled(),
        new HttpSettings("127.0.0.1", port, Optional.empty(), ByteSize.ofMebibytes(100)),
        new MeshSettings(
            mesh,
            new Secret(keys.shared()),
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            ByteSize.ofMebibytes(20)),
        Stream.of(Party.values())
            .map(
                party ->
                    new OrganisationSettings(
                        new OdsCode(party.ods),
                        party.fullName,
                        party.mailbox(),
                        new Secret(keys.passwords().get(party)),
                        party.roles(),
                        party.receives ? Optional.of(patients) : Optional.empty()))
            .toList(),
        new SendingSettings(
            SendingSettings.AddressDateOrder.YYYYMMDD,
            Duration.ofHours(24),
            Duration.ofDays(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30)),
        new ReceivingSettings(
            ByteSize.ofMebibytes(5),
            List.of("application/pdf", "text/plain", "image/jpeg", "image/png", "application/rtf"),
            Set.of(),
            Set.of()),
        new LogSettings(LogSettings.Format.TEXT));
  }

  Node node() {
    return node;
  }

  LocalMeshServer mesh() {
    return mesh;
  }

  @Override
  public void close() {
    try (mesh) {
      node.close();
    }
  }
}
