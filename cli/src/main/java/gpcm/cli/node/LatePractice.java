package gpcm.cli.node;

import gpcm.consultation.OdsCode;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.Workflow;
import gpcm.testbench.SyntheticReceiver;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * A practice that is on MESH later than its patients' documents: until it has its mailbox, MESH
 * gives back what is sent to it. Its system is another one than the node. One thread.
 */
final class LatePractice implements AutoCloseable {
  static final String ODS = "A99999";
  static final String NAME = "Farfield Surgery";

  /** Registered there, by the stand-in for PDS. */
  static final String PATIENT = "9990000115";

  private static final String MAILBOX = ODS + "OT001";
  private static final int LARGEST = 5 << 20;

  private final MeshClient mesh;
  private final SyntheticReceiver system;

  private LatePractice(MeshClient mesh, InstantSource clock) {
    this.mesh = mesh;
    this.system = new SyntheticReceiver(mesh, new OdsCode(ODS), LARGEST, clock);
  }

  /**
   * Gives it its mailbox.
   *
   * @param others the mailboxes that are there already
   */
  static LatePractice open(
      LocalMeshServer server,
      Set<String> others,
      String password,
      String shared,
      InstantSource clock) {
    server.add(RegisteredMailbox.of(MAILBOX, ODS, NAME, Secret.of(password)));
    Set<String> all = new HashSet<>(others);
    all.add(MAILBOX);
    for (String workflow : Set.of("GPFED_CONSULT_REPORT", "GPFED_CONSULT_REPORT_ACK")) {
      server.add(new Workflow(workflow, all, all));
    }
    return new LatePractice(
        MeshClient.builder()
            .url(server.url())
            .mailbox(MAILBOX)
            .password(Secret.of(password))
            .sharedKey(Secret.of(shared))
            .clock(clock)
            .build(),
        clock);
  }

  /** Answers what has come. */
  void answer() throws IOException {
    system.answerWaiting(receipt -> {});
  }

  @Override
  public void close() {
    mesh.close();
  }
}
