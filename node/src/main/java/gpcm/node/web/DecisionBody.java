package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody decides about a document, as it comes in: the fields of a JSON object in the API,
 * those of a form on a page.
 */
interface DecisionBody {
  /** The most characters of a reason. */
  int REASON = 500;

  /** The most characters of a note. */
  int NOTE = 4000;

  /** A field's text; empty when it is not given or blank. */
  Optional<String> text(String name);

  /** In whose name it is done. */
  String by();

  /**
   * The body of a call of the API.
   *
   * @param known the fields that it may have
   */
  static DecisionBody json(Context context, Set<String> known) throws IOException {
    String type = context.contentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).matches("\\s*application/json\\s*(;.*)?")) {
      throw new ProblemException(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE, "send the decision as application/json");
    }
    JsonNode body;
    try {
      body =
          ApiJson.read(
              BoundedBody.read(
                  context, 64 * 1024, "a decision of at most 64 KiB is expected here"));
    } catch (JsonProcessingException e) {
      throw new ProblemException(ProblemKind.INVALID_JSON, "the body is not JSON");
    }
    Caller caller = Caller.of(context);
    boolean machine = caller.person().isEmpty();
    body.properties().stream()
        .map(java.util.Map.Entry::getKey)
        .filter(name -> !known.contains(name) && !(machine && name.equals("by")))
        .findFirst()
        .ifPresent(
            name -> {
              throw refused("", "has a field that is not known here", "leave it out");
            });
    DecisionBody fields =
        new DecisionBody() {
          @Override
          public Optional<String> text(String name) {
            JsonNode value = body.path(name);
            if (!value.isMissingNode() && !value.isTextual()) {
              throw refused("/" + name, "must be text", "write it as a JSON string");
            }
            return Optional.of(value.asText("").strip()).filter(text -> !text.isEmpty());
          }

          @Override
          public String by() {
            return text("by")
                .map(SignerName::checked)
                .map(by -> by + ", stated by " + caller.name())
                .orElse(caller.name());
          }
        };
    if (machine && fields.text("by").isPresent()) {
      Trail.of(context).named(fields.by());
    }
    return fields;
  }

  /** The fields of a page's form. */
  static DecisionBody form(Context context) throws IOException {
    Form form = Form.of(context);
    Caller caller = Caller.of(context);
    return new DecisionBody() {
      @Override
      public Optional<String> text(String name) {
        return form.text(name).map(String::strip).filter(text -> !text.isEmpty());
      }

      @Override
      public String by() {
        return caller.name();
      }
    };
  }

  /** The reason, which has to be given. */
  default String reason() {
    String reason =
        text("reason")
            .orElseThrow(
                () ->
                    refused(
                        "/reason",
                        "is missing",
                        "say why, in 1 to 500 characters",
                        "Say why, in 1 to 500 characters."));
    try {
      CheckedText.line("Reason", reason);
    } catch (InvalidValueException e) {
      throw refused("/reason", e.rule(), "say why in one line");
    }
    if (reason.codePointCount(0, reason.length()) > REASON) {
      throw refused("/reason", "must be at most 500 characters", "shorten it, or use the note");
    }
    return reason;
  }

  /** The note; empty text when there is none. */
  default String note() {
    String note = text("note").orElse("");
    if (!note.isEmpty()) {
      try {
        CheckedText.note("Note", note);
      } catch (InvalidValueException e) {
        throw refused("/note", e.rule(), "leave out what cannot be written");
      }
    }
    if (note.codePointCount(0, note.length()) > NOTE) {
      throw refused("/note", "must be at most 4000 characters", "shorten it");
    }
    return note;
  }

  /** A field that is wrong. */
  static ProblemException refused(String pointer, String detail, String remedy) {
    return refused(pointer, detail, remedy, "");
  }

  /**
   * The same.
   *
   * @param said what a page says of it; empty where detail and remedy do
   */
  static ProblemException refused(String pointer, String detail, String remedy, String said) {
    return new ProblemException(
        ProblemKind.INVALID_ENTRY,
        "a field is wrong",
        List.of(new ProblemException.FieldProblem(pointer, detail, remedy, said)));
  }
}
