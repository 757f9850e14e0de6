package gpcm.consultation.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Why bytes are no JSON that is read, in words of ours: the parser's own may quote the document.
 *
 * @param found what stands there
 * @param rule the rule it breaks
 * @param remedy what to do
 */
record JsonSyntax(String found, String rule, String remedy) {
  private static final String WELL_FORMED = "must be well-formed JSON in UTF-8";

  /** The beginnings of what people send by mistake. */
  private record Beginning(String bytes, JsonSyntax is) {}

  private static final List<Beginning> BEGINNINGS =
      List.of(
          new Beginning("\u001F\u008B", other("bytes compressed with gzip", "Unpack them first")),
          new Beginning("PK\u0003\u0004", other("a ZIP archive", "Unpack it first")),
          new Beginning("%PDF-", other("a PDF", "Send it as an attachment of a consultation")),
          new Beginning(
              "<", other("XML or HTML", "Send the consultation, not a message or a page")),
          new Beginning("MSH|", other("an HL7 version 2 message", "Send the consultation as JSON")),
          new Beginning("---", other("YAML or a form", "Send the consultation as JSON")));

  /** What the parser says, and what it means for whoever wrote the document. */
  private record Meaning(String says, JsonSyntax is) {}

  private static final List<Meaning> MEANINGS =
      List.of(
          meaning(
              "expecting double-quote to start",
              "no key in quotation marks",
              "Put the key in double quotation marks, and remove a comma before a closing brace"),
          meaning("expecting comma", "no comma between two entries", "Add the comma"),
          meaning("expecting a colon", "no colon after a key", "Add the colon"),
          meaning(
              "Unexpected close marker",
              "the wrong closing bracket",
              "Close what was opened last, with its own kind of bracket"),
          meaning(
              "Illegal unquoted character",
              "a line break or another control character inside text",
              "Write it as an escape, such as \\n"),
          meaning(
              "Unrecognized character escape",
              "a backslash that begins no escape",
              "Write a backslash as two"),
          meaning(
              "Unrecognized token",
              "a word outside of quotation marks",
              "Put text in quotation marks; only true, false and null stand without"),
          meaning("comment", "a comment", "Remove it: JSON has no comments"),
          meaning("UTF-8", "bytes that are no UTF-8", "Save the document in UTF-8"),
          meaning("numeric value", "a number in a wrong form", "Write it as digits, such as 1"),
          meaning(
              "Non-standard token", "a number in a wrong form", "Write it as digits, such as 1"),
          meaning("Unexpected character", "a character that cannot stand there", "Remove it"));

  static JsonSyntax of(byte[] document, IOException fault) {
    if (fault instanceof StreamConstraintsException limit) {
      return limit(limit);
    }
    if (fault instanceof JsonEOFException) {
      return new JsonSyntax(
          "the end of the text",
          WELL_FORMED,
          "Send all of it, and close each brace, bracket and quotation mark");
    }
    String head =
        new String(document, 0, Math.min(document.length, 64), StandardCharsets.ISO_8859_1)
            .stripLeading();
    for (Beginning beginning : BEGINNINGS) {
      if (head.startsWith(beginning.bytes)) {
        return beginning.is;
      }
    }
    String says =
        fault instanceof JsonProcessingException parser
            ? parser.getOriginalMessage()
            : String.valueOf(fault.getMessage());
    return MEANINGS.stream()
        .filter(meaning -> says.contains(meaning.says))
        .map(Meaning::is)
        .findFirst()
        .orElse(new JsonSyntax("a fault", WELL_FORMED, "Correct the syntax at that place"));
  }

  private static JsonSyntax limit(StreamConstraintsException limit) {
    String says = String.valueOf(limit.getOriginalMessage());
    if (says.contains("Number value")) {
      return new JsonSyntax(
          "a longer number",
          "must hold no number over " + JsonTree.LONGEST_NUMBER + " characters",
          "Send the number as it was measured");
    }
    if (says.contains("Name length")) {
      return new JsonSyntax(
          "a longer key",
          "must hold no key over " + JsonTree.LONGEST_NAME + " characters",
          "Check the spelling of the key");
    }
    return new JsonSyntax(
        "more",
        "must not be nested deeper than " + JsonTree.DEEPEST + " levels",
        "Send a consultation in the documented form");
  }

  private static JsonSyntax other(String found, String remedy) {
    return new JsonSyntax(found, "must be JSON", remedy);
  }

  private static Meaning meaning(String says, String found, String remedy) {
    return new Meaning(says, new JsonSyntax(found, WELL_FORMED, remedy));
  }
}
