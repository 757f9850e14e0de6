package gpcm.node.submitting;

import gpcm.node.audit.AuditLog;
import gpcm.node.calling.SignedPost;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.journal.Timeline;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.sending.Consultations;
import gpcm.node.sending.Outbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between this node and submitting systems besides the API: the folders they put
 * consultations into, and the webhooks that tell them what becomes of documents. Thread-safe.
 */
public final class Submitting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Submitting.class);
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final List<Lane> lanes = new ArrayList<>();

  private Submitting() {}

  /**
   * Begins to look into folders and to tell what became of documents, for each organisation that
   * has either, each in a lane of its own.
   *
   * @param log hears of what is taken from folders
   * @param limits how large what is taken may be
   * @param base the node's address, for links
   * @param mayWork whether this node may take up work
   */
  public static Submitting start(
      Ledger ledger,
      Consultations consultations,
      Outbox outbox,
      Timeline timeline,
      AuditLog log,
      List<OrganisationSettings> organisations,
      HttpSettings limits,
      URI base,
      BooleanSupplier mayWork) {
    Submitting submitting = new Submitting();
    for (OrganisationSettings each : organisations) {
      String organisation = each.ods().value();
      each.sender()
          .folder()
          .ifPresent(
              path -> {
                FolderWork work =
                    folder(
                        ledger,
                        consultations,
                        outbox,
                        log,
                        organisation,
                        path,
                        limits,
                        base,
                        mayWork);
                LOG.info("consultations of {} are taken from {}", organisation, path);
                submitting.lanes.add(
                    ledger.laneOf(
                        organisation, "sending-folder-" + organisation, IDLE, work::round));
              });
      each.sender()
          .webhook()
          .ifPresent(
              to -> {
                StateWebhook webhook =
                    new StateWebhook(
                        ledger,
                        organisation,
                        new SignedPost(to.url(), to.secret(), ledger.clock()),
                        timeline,
                        outbox,
                        base,
                        mayWork);
                LOG.info(
                    "what becomes of documents of {} is posted to {}",
                    organisation,
                    to.url().getRawAuthority());
                submitting.lanes.add(
                    ledger.laneOf(
                        organisation, "state-webhook-" + organisation, IDLE, webhook::round));
              });
    }
    return submitting;
  }

  private static FolderWork folder(
      Ledger ledger,
      Consultations consultations,
      Outbox outbox,
      AuditLog log,
      String organisation,
      Path path,
      HttpSettings limits,
      URI base,
      BooleanSupplier mayWork) {
    SubmissionFolder folder = new SubmissionFolder(path);
    return new FolderWork(
        ledger,
        organisation,
        folder,
        new TakingIn(
            organisation,
            folder,
            consultations,
            outbox,
            new FolderActs(ledger.database().jdbi(), organisation),
            new FolderTrail(log, organisation),
            limits.maxRequestSize().bytes(),
            base),
        mayWork,
        Math.toIntExact(limits.maxJsonSize().bytes()));
  }

  /** Looks now; for a clock that was moved. */
  public void look() {
    lanes.forEach(Lane::tell);
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }
}
