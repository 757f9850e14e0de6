package gpcm.mesh.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.mesh.store.DeliveryFailure;
import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageLabels;
import gpcm.mesh.store.MessageStatus;
import gpcm.mesh.store.MessageStore;
import gpcm.mesh.store.ReceivedBody;
import gpcm.mesh.store.StoredMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Calls that only a test server has: the sandbox's own, and ours for mailboxes, workflows, patients
 * and faults. They need no token, which is why this server must never stand where others can reach
 * it.
 */
final class AdminCalls {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST = 1 << 20;

  private final MessageStore store;
  private final Registry registry;
  private final Gate gate;
  private final Expiry expiry;
  private final InstantSource clock;
  private final Mode mode;

  AdminCalls(
      MessageStore store, Registry registry, Gate gate, Expiry expiry, ServerSettings settings) {
    this.store = store;
    this.registry = registry;
    this.gate = gate;
    this.expiry = expiry;
    clock = settings.clock();
    mode = settings.mode();
  }

  Reply reset(Call call) {
    store.remove(List.copyOf(store.all()));
    gate.clearFaults();
    return Reply.json(200, Reply.object("message", "all mailboxes reset"));
  }

  Reply resetMailbox(Call call) {
    RegisteredMailbox mailbox =
        registry
            .mailbox(call.id("mailbox"))
            .orElseThrow(() -> Refusal.of(404, "mailbox does not exist"));
    store.remove(
        store.received(mailbox.id()).values().stream()
            .flatMap(id -> store.find(id).stream())
            .toList());
    return Reply.json(200, Reply.object("message", "mailbox " + mailbox.id() + " reset"));
  }

  Reply report(Call call) throws IOException {
    JsonNode request = read(call);
    RegisteredMailbox mailbox =
        registry
            .mailbox(required(request, "mailbox_id"))
            .orElseThrow(() -> Refusal.of(404, "mailbox does not exist"));
    String code = required(request, "code");
    String description = required(request, "description");
    String workflow = required(request, "workflow_id");
    // The sandbox has its own code and text for what it calls undeliverable.
    boolean error =
        mode == Mode.STRICT || request.path("status").asText("undeliverable").equals("error");
    String subject = request.path("subject").asText("");
    DeliveryFailure failure =
        error
            ? new DeliveryFailure(code, "TRANSFER", description)
            : new DeliveryFailure("14", "SEND", "Message not collected by recipient after 5 days");
    StoredMessage report =
        Reports.report(
            mailbox.id(),
            new MessageLabels(
                workflow,
                request.path("local_id").asText(""),
                error ? subject : subject.isEmpty() ? "NDR" : "NDR: " + subject,
                error ? request.path("file_name").asText("") : "",
                ""),
            failure,
            request.path("linked_message_id").asText(""),
            clock.millis());
    store.create(report, ReceivedBody.empty());
    return Reply.json(200, Reply.object("message_id", report.id()));
  }

  Reply event(Call call) throws IOException {
    JsonNode request = read(call);
    String text = required(request, "status");
    MessageStatus status;
    try {
      status = MessageStatus.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(
          "value_error", "body", "status", "Status isn't one that a message can have", text);
    }
    Held held = store.find(call.id("message")).orElseThrow(() -> Refusal.of(404, "Not Found"));
    DeliveryFailure failure =
        new DeliveryFailure(
            request.path("code").asText(""),
            request.path("event").asText(""),
            request.path("description").asText(""));
    store.force(
        held.message().id(),
        status,
        clock.millis(),
        failure,
        request.path("linked_message_id").asText(""));
    return Reply.empty(200);
  }

  Reply mailbox(Call call) {
    RegisteredMailbox box =
        registry.mailbox(call.path("mailbox")).orElseThrow(() -> Refusal.of(404, "Not Found"));
    return Reply.json(
        200,
        Reply.object(
            "mailbox_id", box.id(),
            "mailbox_name", box.name(),
            "billing_entity", box.billingEntity(),
            "ods_code", box.odsCode(),
            "org_code", box.orgCode(),
            "org_name", box.orgName(),
            "active", box.active()));
  }

  Reply message(Call call) {
    Held held = store.find(call.id("message")).orElseThrow(() -> Refusal.of(404, "Not Found"));
    return Reply.json(200, MessageViews.details(held, registry));
  }

  Reply addMailbox(Call call) throws IOException {
    registry.add(checked(SandboxFiles::mailbox, read(call)));
    return Reply.empty(200);
  }

  Reply addWorkflow(Call call) throws IOException {
    registry.add(checked(SandboxFiles::workflow, read(call)));
    return Reply.empty(200);
  }

  Reply addPatient(Call call) throws IOException {
    registry.add(checked(SandboxFiles::patient, read(call)));
    return Reply.empty(200);
  }

  private static <T> T checked(BiFunction<JsonNode, String, T> reader, JsonNode request) {
    try {
      return reader.apply(request, "The request");
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("value_error", "body", "0", e.getMessage(), "");
    }
  }

  Reply addFault(Call call) throws IOException {
    JsonNode request = read(call);
    String kind = required(request, "kind");
    try {
      gate.add(
          new InjectedFault(
              request.path("verb").asText(""),
              request.path("path").asText(""),
              InjectedFault.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
              request.path("status").asInt(503),
              Duration.ofMillis(request.path("delay_ms").asLong(0)),
              request.path("times").asInt(1)));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(
          "value_error",
          "body",
          "kind",
          "A fault is answer (status 400 to 599), drop_before, drop_after or delay, with times of"
              + " at least 1",
          kind);
    }
    return Reply.empty(200);
  }

  Reply clearFaults(Call call) {
    gate.clearFaults();
    return Reply.empty(200);
  }

  Reply expire(Call call) {
    expiry.run();
    return Reply.empty(200);
  }

  private static JsonNode read(Call call) throws IOException {
    byte[] bytes = call.body().readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw Refusal.of(413, "The request has more than 1 MiB");
    }
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json.isObject()) {
        return json;
      }
    } catch (IOException e) {
      // Said below: to the caller a broken object and no object are the same.
    }
    throw Refusal.invalid("json_invalid", "body", "0", "JSON decode error", "");
  }

  private static String required(JsonNode request, String field) {
    return Optional.of(request.path(field).asText(""))
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> Refusal.incomplete(request, field));
  }
}
