package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.web.ServedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Has the web server look at the files of its certificate, and tells people while there is still
 * time: of one that expires within 30 days, within 7, or has; and of new files that cannot be used.
 * Once a day, as long as it is so. Thread-safe.
 */
final class CertificateAlerts implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofDays(30);
  private static final Duration VERY_SOON = Duration.ofDays(7);

  private final Ledger ledger;
  private final List<String> organisations;
  private final ServedCertificate certificate;
  private final Map<Problem, Told> told = new EnumMap<>(Problem.class);
  private final Lane lane;

  private enum Problem {
    EXPIRES("web-certificate-expires"),
    UNUSABLE("web-certificate-unusable");

    private final String text;

    Problem(String text) {
      this.text = text;
    }
  }

  private record Told(String title, Instant at) {}

  private CertificateAlerts(
      Ledger ledger, Collection<String> organisations, ServedCertificate certificate) {
    this.ledger = ledger;
    this.organisations = List.copyOf(organisations);
    this.certificate = certificate;
    // What an earlier run told and is no longer so.
    Instant now = ledger.clock().instant();
    for (Problem problem : Problem.values()) {
      told.put(problem, new Told("", now));
    }
    this.lane = ledger.lane("certificate", LOOK, this::round);
  }

  /** Starts to look. */
  static CertificateAlerts start(
      Ledger ledger, Collection<String> organisations, ServedCertificate certificate) {
    return new CertificateAlerts(ledger, organisations, certificate);
  }

  /** Looks now; for a clock that was moved, and files that were changed. */
  void look() {
    lane.tell();
  }

  private boolean round() {
    Instant now = ledger.clock().instant();
    ServedCertificate.Standing standing = certificate.look(now);
    standing
        .trouble()
        .ifPresentOrElse(
            why -> tell(Problem.UNUSABLE, unusable(why), now), () -> mend(Problem.UNUSABLE));
    Duration left = Duration.between(now, standing.expires());
    if (left.compareTo(SOON) > 0) {
      mend(Problem.EXPIRES);
    } else {
      tell(Problem.EXPIRES, expires(standing.expires(), left), now);
    }
    return false;
  }

  private static AlertText unusable(String why) {
    return new AlertText(
        Problem.UNUSABLE.text,
        "The web server's new certificate cannot be used",
        why + ". The earlier certificate stays in use.",
        "Correct the files that http.tls names: certificate and key must belong together, be in"
            + " force, and open with the password given. They are looked at every few seconds.");
  }

  private static AlertText expires(Instant when, Duration left) {
    String title =
        left.isNegative()
            ? "The web server's certificate has expired"
            : "The web server's certificate expires within %d days"
                .formatted((left.compareTo(VERY_SOON) > 0 ? SOON : VERY_SOON).toDays());
    return new AlertText(
        Problem.EXPIRES.text,
        title,
        "It is good until %s. After that, browsers and programs refuse to speak to this node."
            .formatted(when),
        "Put a new certificate, with its key, into the files that http.tls names. It is taken into"
            + " use within seconds; nothing needs to be started again.");
  }

  private void tell(Problem problem, AlertText alert, Instant now) {
    Told before = told.get(problem);
    if (before != null
        && before.title().equals(alert.title())
        && now.isBefore(before.at().plus(AGAIN))) {
      return;
    }
    organisations.forEach(organisation -> ledger.tell(organisation, alert));
    told.put(problem, new Told(alert.title(), now));
  }

  private void mend(Problem problem) {
    if (told.containsKey(problem)) {
      ledger.mended(problem.text);
      told.remove(problem);
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
