package gpcm.node;

import gpcm.mesh.MeshCallListener;
import gpcm.mesh.MeshClient;
import gpcm.mesh.ProxyLogin;
import gpcm.mesh.RetryPolicy;
import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.folder.FolderMailbox;
import gpcm.node.config.KeptSecret;
import gpcm.node.config.MailboxAccess;
import gpcm.node.config.MeshHttpSettings;
import gpcm.node.config.MeshProxySettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.MeshTlsSettings;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.SecretSource;
import gpcm.node.mailbox.Transport;
import gpcm.node.metrics.OutsideCalls;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the way to MESH that the configuration asks for. */
final class MeshAccess {
  private MeshAccess() {}

  static Transport open(
      MeshSettings mesh,
      OrganisationSettings organisation,
      InstantSource clock,
      OutsideCalls calls) {
    return switch (organisation.access()) {
      case MailboxAccess.Folder(Path folder) ->
          new Transport.Folders(FolderMailbox.open(organisation.mailbox().value(), folder));
      case MailboxAccess.Password(SecretSource password) ->
          new Transport.Http(
              client(
                  mesh.http().orElseThrow(),
                  organisation.mailbox().value(),
                  new KeptSecret(password),
                  clock,
                  calls));
    };
  }

  private static MeshClient client(
      MeshHttpSettings http,
      String mailbox,
      Supplier<Secret> password,
      InstantSource clock,
      OutsideCalls calls) {
    MeshClient.Builder client =
        MeshClient.builder()
            .url(http.url())
            .mailbox(mailbox)
            .password(password)
            .sharedKey(new KeptSecret(http.sharedKey()))
            .clock(clock)
            .timeout(http.requestTimeout())
            .chunkBytes(http.chunkSize().bytes())
            // The durable outbox repeats; a client that repeats as well would only hide trouble.
            .retries(RetryPolicy.none())
            // To pack and unpack a document costs far more than its few kilobytes on the way.
            .acceptCompressed(false)
            .listener((outcome, took) -> calls.ended(heard(outcome), took))
            .tls(tls(http.tls()));
    http.proxy().ifPresent(proxy -> through(client, proxy));
    return client.build();
  }

  private static OutsideCalls.Outcome heard(MeshCallListener.Outcome outcome) {
    return switch (outcome) {
      case DONE -> OutsideCalls.Outcome.DONE;
      case REFUSED -> OutsideCalls.Outcome.REFUSED;
      case BUSY -> OutsideCalls.Outcome.BUSY;
      case UNANSWERED -> OutsideCalls.Outcome.UNANSWERED;
    };
  }

  /** Until when the certificate is good that MESH is shown; empty when it is shown none. */
  static Optional<Supplier<Optional<Instant>>> certificate(MeshSettings mesh) {
    return mesh.http()
        .map(MeshHttpSettings::tls)
        .filter(settings -> settings.identity().isPresent())
        .map(settings -> () -> expires(tls(settings)));
  }

  private static Optional<Instant> expires(TlsFiles files) {
    try {
      return files.open().own().stream().findFirst().map(own -> own.getNotAfter().toInstant());
    } catch (IllegalArgumentException e) {
      // Calls to MESH say so to people; a figure has no words.
      return Optional.empty();
    }
  }

  private static void through(MeshClient.Builder client, MeshProxySettings proxy) {
    proxy
        .login()
        .ifPresentOrElse(
            login -> {
              KeptSecret password = new KeptSecret(login.password());
              client.proxy(proxy.address(), () -> new ProxyLogin(login.user(), password.get()));
            },
            () -> client.proxy(proxy.address()));
  }

  private static TlsFiles tls(MeshTlsSettings settings) {
    TlsFiles files = settings.ca().map(TlsFiles.standard()::trusting).orElse(TlsFiles.standard());
    return settings.identity().map(identity -> showing(files, identity)).orElse(files);
  }

  private static TlsFiles showing(TlsFiles files, MeshTlsSettings.Identity identity) {
    return switch (identity) {
      case MeshTlsSettings.Identity.Pem(Path certificate, Path key, Optional<Secret> password) ->
          password
              .map(given -> files.withPem(certificate, key, given))
              .orElseGet(() -> files.withPem(certificate, key));
      case MeshTlsSettings.Identity.Pkcs12(Path file, Secret password) ->
          files.withPkcs12(file, password);
    };
  }
}
