package gpcm.node.config;

import gpcm.attachments.ClamdScanner;
import gpcm.attachments.MalwareScanner;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Who looks for malware in attachments, both in those that are handed in and in those that are
 * received.
 *
 * @param clamd where ClamAV's daemon listens; without one nothing is scanned
 * @param patience how long one scan may take
 */
public record ScanningSettings(Optional<SocketAddress> clamd, Duration patience) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String UNIX = "/";

  private static final ValueFormat<SocketAddress> CLAMD =
      new ValueFormat<>(
          "a host and a port, or the absolute path of a Unix socket",
          "127.0.0.1:3310",
          text ->
              text.startsWith(UNIX)
                  ? UnixDomainSocketAddress.of(text)
                  : ValueFormat.HOST_AND_PORT.parser().apply(text),
          false);

  /** Nothing is scanned. */
  public static ScanningSettings off() {
    return new ScanningSettings(Optional.empty(), PATIENCE);
  }

  /** Everything is scanned by the daemon that listens there. */
  public static ScanningSettings by(SocketAddress clamd) {
    return new ScanningSettings(Optional.of(clamd), PATIENCE);
  }

  /** The scanner, or one that looks for nothing. */
  public MalwareScanner scanner() {
    return clamd
        .<MalwareScanner>map(address -> new ClamdScanner(address, patience))
        .orElse(MalwareScanner.NONE);
  }

  static ScanningSettings read(SectionReader section) {
    ScanningSettings settings =
        new ScanningSettings(
            section.optional("clamd", CLAMD),
            section.value(
                "patience",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                PATIENCE));
    section.refuseUnknownKeys();
    return settings;
  }

  /** What is told when a node starts. */
  public String words() {
    return clamd
        .map(
            address ->
                "attachments are scanned for malware by clamd at "
                    + (address instanceof InetSocketAddress inet
                        ? inet.getHostString() + ":" + inet.getPort()
                        : address.toString()))
        .orElse("attachments are not scanned for malware: scanning.clamd is not set");
  }
}
