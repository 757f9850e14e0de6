package gpcm.mesh.server;

import gpcm.mesh.store.MessageStoreException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a call leads to, good or bad, into an answer. */
final class Answering {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
  private static final String ANSWERED = "gpcm.answered";

  private Answering() {}

  /** What a handler does with a call. */
  interface Answer {
    Reply to(Call call) throws IOException;
  }

  static Handler handler(Gate gate, Answer answer) {
    return context -> {
      Optional<InjectedFault> fault = gate.disturb(context);
      switch (fault.map(InjectedFault::kind).orElse(InjectedFault.Kind.DELAY)) {
        case ANSWER -> refuse(context, fault.orElseThrow().status());
        case DROP_BEFORE -> Gate.cut(context);
        case DROP_AFTER -> {
          carryOut(context, answer);
          Gate.cut(context);
        }
        case DELAY -> answer(context, answer);
      }
    };
  }

  /** Does what is asked without a word about it. */
  private static void carryOut(Context context, Answer answer) throws IOException {
    try {
      LOG.debug("Carried out with {} and cut", answer.to(new Call(context)).status());
    } catch (Refusal refusal) {
      LOG.debug("Refused with {} and cut", refusal.status());
    }
  }

  private static void refuse(Context context, int status) throws IOException {
    context.attribute(ANSWERED, true);
    Replies.write(Replies.of(Refusal.of(status, "A fault made on purpose"), 1), context);
  }

  private static void answer(Context context, Answer answer) throws IOException {
    context.attribute(ANSWERED, true);
    int version = 1;
    try {
      Call call = new Call(context);
      version = call.version();
      Replies.write(answer.to(call), context);
    } catch (Refusal refusal) {
      Replies.write(Replies.of(refusal, version), context);
    } catch (MessageStoreException e) {
      LOG.error("The message store failed: {}", e.getMessage());
      Refusal refusal =
          Refusal.of(503, "The server can't store messages now; nothing was accepted");
      Replies.write(Replies.of(refusal, version), context);
    }
  }

  /** A path or verb that no call has. */
  static void unknown(Context context) throws IOException {
    if (context.attribute(ANSWERED) == null) {
      String text = context.statusCode() == 405 ? "Method Not Allowed" : "Not Found";
      Replies.write(Replies.of(Refusal.detail(context.statusCode(), text), 1), context);
    }
  }

  /** A fault of ours; the client learns no details. */
  static void failed(Exception fault, Context context) {
    LOG.error("A MESH call failed", fault);
    context.attribute(ANSWERED, true);
    try {
      Replies.write(Replies.of(Refusal.plain(500), 1), context);
    } catch (IOException e) {
      throw new UncheckedIOException("The error answer couldn't be written", e);
    }
  }
}
