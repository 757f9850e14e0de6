package gpcm.node.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.desk.OwnNode;
import gpcm.node.people.Extent;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What whoever is asked for help needs to know of the system, in one file: no message, no log, no
 * word that somebody typed, and nothing of a patient.
 */
final class SupportBundle {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Duration HOURS = Duration.ofDays(7);

  /** What nobody's organisation is called. */
  private static final String NOBODY = "";

  private static final String READ_ME =
      """
      Support bundle of gpcm, made for whoever is asked for help with this system.

      version.json        what runs, on what
      system.json         needs, queues, mailboxes, services, codes, certificates, database, audit log, hours
      nodes.json          the nodes of the database and what they could do now
      configuration.json  what the node that made this was told, and from where; of secrets only whether they are set
      checks.json         what the last checks came to
      alerts.json         how many alerts of which kind are open
      migrations.json     which changes of the tables were made when
      metrics.txt         the figures as Prometheus reads them

      No message, no log, no reason that somebody gave, and nothing of a patient is in it. It names organisations,
      mailboxes, folders and addresses of this system: give it only to whom these concern.
      """;

  private final Served served;
  private final Extent extent;
  private final Instant now;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private SupportBundle(Served served, Extent extent) {
    this.served = served;
    this.extent = extent;
    this.now = served.clock().instant();
  }

  private static String leftOut(String organisation) {
    return """

    It was made for %1$s, which does not run the whole system: queues, mailboxes, codes, hours, alerts, checks and
    figures are of %1$s alone, and of the configuration what is of other organisations is left out. Nodes, services,
    certificates, database and audit log are of the system as a whole.
    """
        .formatted(organisation);
  }

  /** Answers with it; the entry of the audit log is written before. */
  static void answer(Context context, Served served) throws IOException {
    SupportBundle bundle =
        new SupportBundle(served, served.desk().extent(Caller.of(context).organisation()));
    byte[] made = bundle.made();
    Trail.of(context).shown(entry -> entry.asked("support bundle"));
    context.contentType("application/zip");
    context.header(
        "Content-Disposition",
        "attachment; filename=\"gpcm-support-%s.zip\"".formatted(STAMP.format(bundle.now)));
    context.header("Content-Length", Integer.toString(made.length));
    context.outputStream().write(made);
  }

  private byte[] made() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "README.txt", readMe().getBytes(StandardCharsets.UTF_8));
      add(zip, "version.json", version());
      add(zip, "system.json", SystemJson.system(served, extent, NOBODY, now.minus(HOURS)));
      add(zip, "nodes.json", NodesApi.nodes(served, extent));
      add(zip, "configuration.json", SystemJson.configuration(served, extent));
      add(zip, "checks.json", SystemJson.checks(served.desk(), extent, NOBODY));
      add(zip, "alerts.json", alerts());
      add(zip, "migrations.json", migrations());
      add(zip, "metrics.txt", served.metrics().apply(extent).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void add(ZipOutputStream zip, String name, JsonNode json) throws IOException {
    add(zip, name, ApiJson.bytes(json));
  }

  private void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(now.toEpochMilli());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private String readMe() {
    return served.desk().leavesOut(extent)
        ? READ_ME + leftOut(extent.organisation().orElseThrow())
        : READ_ME;
  }

  private ObjectNode version() {
    OwnNode own = served.desk().own();
    ObjectNode json = ApiJson.object();
    json.put("made", now.toString());
    json.put("node", own.name());
    json.put("build", own.build());
    own.environment().ifPresent(name -> json.put("environment", name));
    json.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
    json.put(
        "system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("mostMemoryBytes", Runtime.getRuntime().maxMemory());
    json.put("database", served.desk().serverVersion());
    return json;
  }

  private ObjectNode alerts() {
    ObjectNode json = ApiJson.object();
    ArrayNode open = json.putArray("open");
    served
        .desk()
        .openAlerts(extent)
        .forEach((kind, number) -> open.addObject().put("problem", kind).put("alerts", number));
    return json;
  }

  private ObjectNode migrations() {
    ObjectNode json = ApiJson.object();
    ArrayNode made = json.putArray("migrations");
    served
        .desk()
        .migrations()
        .forEach((name, at) -> made.addObject().put("name", name).put("at", at.toString()));
    return json;
  }
}
