package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Speaks to a MESH server on behalf of one mailbox. Build it with {@link #builder()} and keep it:
 * it holds connections and the running number of its tokens. Thread-safe.
 *
 * <p>Calls that can be repeated without harm are, with pauses and a fresh token each. A send isn't:
 * when its answer is lost, the client asks tracking by local id what became of it. All failures are
 * {@link MeshException}s.
 */
public final class MeshClient implements MeshMailbox {
  private final HttpConnections connections;
  private final MeshHttp http;
  private final MeshTracking tracking;
  private final MessageUpload upload;

  private MeshClient(Builder settings) {
    HttpRoute route =
        new HttpRoute(settings.url, settings.proxy, settings.proxyLogin, settings.connectTimeout);
    Optional<ReloadingTls> tls =
        route.tls()
            ? Optional.of(new ReloadingTls(settings.tls.orElse(TlsFiles.standard())))
            : Optional.empty();
    connections = new HttpConnections(route, settings.timeout, tls);
    http = new MeshHttp(settings, route, connections);
    tracking = new MeshTracking(http);
    upload = new MessageUpload(http, tracking, settings.chunkBytes, settings.gzip);
  }

  /** Starts a client's settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** The mailbox it speaks for. */
  @Override
  public String mailbox() {
    return http.mailbox();
  }

  /**
   * Proves that server, mailbox, password and shared key fit together. MESH wants it at least
   * daily.
   *
   * @throws MeshException when they don't, or MESH can't be reached
   */
  public void handshake() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(MexHeader.CLIENT_VERSION, "gpcm-mesh");
    headers.put(MexHeader.OS_NAME, System.getProperty("os.name", "unknown"));
    headers.put(MexHeader.OS_VERSION, System.getProperty("os.version", "unknown"));
    headers.put(MexHeader.OS_ARCHITECTURE, System.getProperty("os.arch", "unknown"));
    headers.put(MexHeader.JAVA_VERSION, System.getProperty("java.version", "unknown"));
    MeshAnswers.discard(
        http.repeatable(
            MeshRequest.get("open the mailbox", MeshRequest.About.MAILBOX, mailboxPath(""))
                .with(headers)));
  }

  /**
   * Sends a message; a body larger than the chunk size goes in chunks.
   *
   * @return once MESH has accepted all of it
   * @throws MeshRefused when MESH refused this very message; nothing was sent
   * @throws MeshMailboxRefused when MESH, or what stands before it, turned the mailbox away;
   *     nothing was sent, and no other message fares better until that is mended
   * @throws MeshUnavailable when it certainly wasn't accepted; it may be sent again
   * @throws MeshAmbiguous when it may have been accepted; it must not be sent again without
   *     tracking
   * @throws MeshUploadInterrupted when a later chunk failed; {@link #resume} it
   * @throws java.io.UncheckedIOException when the message's own body can't be read; nothing was
   *     sent
   */
  @Override
  public SentMessage send(OutgoingMessage message) {
    return send(message, progress -> {});
  }

  /**
   * Sends a message and tells how far it is after each chunk; a caller that keeps that can resume
   * after a restart.
   */
  public SentMessage send(OutgoingMessage message, Consumer<UploadProgress> listener) {
    return upload.send(message, listener);
  }

  /**
   * Continues an interrupted upload with the chunks that are missing; any client of the same
   * mailbox can, in another process too, whatever its own chunk size and compression. When MESH
   * turns out to have all of it already, that is found by tracking, and nothing is sent.
   *
   * @param message the same message as before
   * @param progress from {@link MeshUploadInterrupted#progress()}, or as the listener of {@link
   *     #send(OutgoingMessage, Consumer)} last got it
   * @throws IllegalArgumentException when the body's length doesn't fit the progress
   * @throws MeshUploadInterrupted when it breaks off again, or is {@link
   *     MeshUploadInterrupted#lost}
   * @throws MeshRefused when MESH refuses a chunk as such; nothing of the message will be delivered
   */
  public SentMessage resume(
      OutgoingMessage message, UploadProgress progress, Consumer<UploadProgress> listener) {
    return upload.resume(message, progress, listener);
  }

  /** Lists messages that wait to be acknowledged. */
  @Override
  public InboxPage inbox(InboxQuery query) {
    StringBuilder path = new StringBuilder(mailboxPath("/inbox?max_results=" + query.maxResults()));
    if (!query.continueFrom().isEmpty()) {
      path.append("&continue_from=").append(segment(query.continueFrom()));
    }
    if (!query.workflowFilter().isEmpty()) {
      path.append("&workflow_filter=").append(segment(query.workflowFilter()));
    }
    String purpose = "list the inbox";
    return MeshAnswers.inbox(
        MeshAnswers.json(
            purpose,
            http.repeatable(MeshRequest.get(purpose, MeshRequest.About.MAILBOX, path.toString()))),
        query);
  }

  /** How many messages wait in the inbox. */
  public long count() {
    String purpose = "count the inbox";
    return MeshAnswers.json(
            purpose,
            http.repeatable(
                MeshRequest.get(purpose, MeshRequest.About.MAILBOX, mailboxPath("/count"))))
        .number("count")
        .orElse(0L);
  }

  /**
   * Opens a message or report. The caller closes it, and acknowledges it once the content is
   * stored.
   *
   * @throws MeshRefused 404 code 20 when there is no such message, 403 when it isn't ours, 410 when
   *     it is gone
   * @throws MeshUnreadable when its content can't be unpacked; reading the body may throw it too
   */
  @Override
  public Download download(String messageId) {
    HttpAnswer first = http.repeatable(get(messageId, ""));
    MessageHeaders headers = new MessageHeaders(messageId, first);
    try {
      InputStream body =
          new ChunkedBody(
              first,
              headers,
              http.retries().retries(),
              number -> http.repeatable(get(messageId, "/" + number)));
      return new Download(headers, body);
    } catch (IOException e) {
      throw new MeshUnavailable(
          "The download of message " + Printable.of(messageId) + " broke off", e);
    }
  }

  /** What MESH says about a message in the inbox, without its body. */
  public MessageHeaders headers(String messageId) {
    MeshRequest request =
        MeshRequest.get("look at a message", MeshRequest.About.A_THING, inboxPath(messageId, ""))
            .as("HEAD");
    HttpAnswer answer = http.repeatable(request);
    MeshAnswers.discard(answer);
    return new MessageHeaders(messageId, answer);
  }

  /** Tells MESH that a message is safely ours; it leaves the inbox. May be repeated. */
  @Override
  public void acknowledge(String messageId) {
    String path = inboxPath(messageId, "/status/acknowledged");
    MeshAnswers.discard(
        http.repeatable(
            MeshRequest.get("acknowledge a message", MeshRequest.About.A_THING, path).as("PUT")));
  }

  /** What became of a message we sent; empty when this mailbox sent no such message. */
  public Optional<Tracking> track(String messageId) {
    return tracking.byMessageId(messageId);
  }

  /** What became of a message we sent under this local id. */
  public LocalIdTracking trackLocalId(String localId) {
    return tracking.byLocalId(localId);
  }

  /** The mailboxes of an organisation that take a workflow id; empty when there are none. */
  public List<MeshEndpoint> lookup(String odsCode, String workflowId) {
    String purpose = "look an endpoint up";
    String path = "/messageexchange/endpointlookup/" + segment(odsCode) + "/" + segment(workflowId);
    return MeshAnswers.endpoints(
        MeshAnswers.json(
            purpose,
            http.repeatable(MeshRequest.get(purpose, MeshRequest.About.A_THING, path).unsigned())));
  }

  private MeshRequest get(String messageId, String rest) {
    return MeshRequest.get(
        "download a message", MeshRequest.About.A_THING, inboxPath(messageId, rest));
  }

  private String inboxPath(String messageId, String rest) {
    return mailboxPath("/inbox/" + segment(messageId) + rest);
  }

  private String mailboxPath(String rest) {
    return "/messageexchange/" + segment(http.mailbox()) + rest;
  }

  /** A value as one segment or query value of a URL. */
  static String segment(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Closes the connections; calls under way fail. */
  @Override
  public void close() {
    connections.close();
  }

  /**
   * The settings of a client; url, mailbox, password and shared key are required. Not thread-safe.
   */
  public static final class Builder {
    URI url = URI.create("http://localhost");
    String mailbox = "";
    Optional<Supplier<Secret>> password = Optional.empty();
    Optional<Supplier<Secret>> sharedKey = Optional.empty();
    InstantSource clock = InstantSource.system();
    Duration timeout = Duration.ofMinutes(10);
    Duration connectTimeout = Duration.ofSeconds(30);
    RetryPolicy retries = RetryPolicy.standard();
    ApiVersion version = ApiVersion.V2;
    long chunkBytes = 75L << 20;
    Optional<TlsFiles> tls = Optional.empty();
    Optional<InetSocketAddress> proxy = Optional.empty();
    Optional<Supplier<ProxyLogin>> proxyLogin = Optional.empty();
    boolean gzip;
    boolean acceptGzip = true;
    MeshCallListener listener = MeshCallListener.NONE;

    private Builder() {}

    /** The server's address without path, such as {@code https://mesh.example}. */
    public Builder url(URI value) {
      url = value;
      return this;
    }

    /** The mailbox id; upper-cased. */
    public Builder mailbox(String value) {
      mailbox = new MailboxAddress(value).mailbox();
      return this;
    }

    /** The mailbox's password. */
    public Builder password(Secret value) {
      return password(() -> value);
    }

    /** The mailbox's password, asked for each call. */
    public Builder password(Supplier<Secret> now) {
      password = Optional.of(now);
      return this;
    }

    /** The environment's shared key. */
    public Builder sharedKey(Secret value) {
      return sharedKey(() -> value);
    }

    /** The environment's shared key, asked for each call. */
    public Builder sharedKey(Supplier<Secret> now) {
      sharedKey = Optional.of(now);
      return this;
    }

    /** What dates the tokens; the system clock by default. */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /**
     * How long one call may take until its answer begins, upload included, and how long an answer
     * may then pause; ten minutes by default.
     */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /** How long connecting may take; 30 s by default. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /** How idempotent calls are repeated; three times by default. */
    public Builder retries(RetryPolicy value) {
      retries = value;
      return this;
    }

    /** Which form of the API to speak; v2 by default. */
    public Builder version(ApiVersion value) {
      version = value;
      return this;
    }

    /** The largest part of a body sent in one request; 75 MiB by default. */
    public Builder chunkBytes(long value) {
      if (value < 1) {
        throw new IllegalArgumentException("The chunk size must be at least 1 byte, not " + value);
      }
      chunkBytes = value;
      return this;
    }

    /** Whether bodies are compressed on the way up; not by default. */
    public Builder compressUploads(boolean value) {
      gzip = value;
      return this;
    }

    /** Whether the server may compress answers; yes by default. */
    public Builder acceptCompressed(boolean value) {
      acceptGzip = value;
      return this;
    }

    /** The certificates to trust and to show; they are read again when their files change. */
    public Builder tls(TlsFiles value) {
      tls = Optional.of(value);
      return this;
    }

    /** An HTTP proxy to go through; servers with TLS are reached through a tunnel. */
    public Builder proxy(InetSocketAddress value) {
      proxy = Optional.of(value);
      proxyLogin = Optional.empty();
      return this;
    }

    /** An HTTP proxy that wants a name and a password; it gets them with the first call. */
    public Builder proxy(InetSocketAddress value, ProxyLogin login) {
      return proxy(value, () -> login);
    }

    /** The same, asked for each call. */
    public Builder proxy(InetSocketAddress value, Supplier<ProxyLogin> now) {
      proxy = Optional.of(value);
      proxyLogin = Optional.of(now);
      return this;
    }

    /** Who hears how each call ends; nobody by default. */
    public Builder listener(MeshCallListener value) {
      listener = value;
      return this;
    }

    /**
     * The client; it connects with its first call.
     *
     * @throws IllegalArgumentException when a required setting is missing
     */
    public MeshClient build() {
      if (mailbox.isEmpty()) {
        throw new IllegalArgumentException("The mailbox id is missing");
      }
      return new MeshClient(this);
    }
  }
}
