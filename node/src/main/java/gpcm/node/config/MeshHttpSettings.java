package gpcm.node.config;

import gpcm.mesh.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The MESH server and how to speak with it.
 *
 * @param url the address before {@code /messageexchange}
 * @param sharedKey the environment's shared key, which signs every request together with the
 *     mailbox password
 * @param requestTimeout how long a request may take
 * @param chunkSize the largest piece a message is sent in
 * @param tls the node's side of TLS
 * @param proxy an HTTP proxy to go through
 */
public record MeshHttpSettings(
    URI url,
    SecretSource sharedKey,
    Duration requestTimeout,
    ByteSize chunkSize,
    MeshTlsSettings tls,
    Optional<MeshProxySettings> proxy) {

  /** With a shared key that is given. */
  public MeshHttpSettings(
      URI url,
      Secret sharedKey,
      Duration requestTimeout,
      ByteSize chunkSize,
      MeshTlsSettings tls,
      Optional<MeshProxySettings> proxy) {
    this(url, new SecretSource.Given(sharedKey), requestTimeout, chunkSize, tls, proxy);
  }

  /** A server that is spoken to without a certificate and a proxy, in pieces of the usual size. */
  public static MeshHttpSettings of(URI url, Secret sharedKey) {
    return of(url, new SecretSource.Given(sharedKey));
  }

  private static MeshHttpSettings of(URI url, SecretSource sharedKey) {
    return new MeshHttpSettings(
        url,
        sharedKey,
        Duration.ofMinutes(10),
        ByteSize.ofMegabytes(75),
        MeshTlsSettings.none(),
        Optional.empty());
  }

  static MeshHttpSettings read(SectionReader section, SectionReader.Condition overHttp) {
    MeshHttpSettings standard =
        of(
            section.requiredOnly(overHttp, "url", ValueFormat.HTTP_URL),
            section.secretRequiredOnly(overHttp, "shared-key"));
    MeshHttpSettings settings =
        new MeshHttpSettings(
            standard.url(),
            standard.sharedKey(),
            section.value(
                "request-timeout",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                standard.requestTimeout()),
            section.value(
                "chunk-size",
                ValueFormat.size(ByteSize.ofMegabytes(5), ByteSize.ofMegabytes(100)),
                standard.chunkSize()),
            MeshTlsSettings.read(section.section("tls")),
            MeshProxySettings.read(section));
    for (String key :
        List.of(
            "request-timeout",
            "chunk-size",
            "tls",
            "proxy",
            "proxy-user",
            "proxy-password",
            "proxy-password-file")) {
      section.refuseUnless(overHttp, key);
    }
    if (overHttp.holds()
        && "http".equals(settings.url().getScheme())
        && section.has("url")
        && !settings.tls().isNone()) {
      section.problem(
          "tls",
          "set, with mesh.url '%s'".formatted(settings.url()),
          "is of use with an https URL only: correct mesh.url, or remove it");
    }
    return settings;
  }
}
