package gpcm.node.web;

import gpcm.node.working.Outcome;
import gpcm.node.working.WorkFact;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be done with several documents of a list at once. */
enum WorklistAct {
  TAKE(WorkAct.TAKE, "Take", "taken"),
  ASSIGN(WorkAct.ASSIGN, "Assign", "assigned"),
  /** Of what is for information and asks for nothing. */
  DONE(WorkAct.COMPLETE, "Mark as done", "marked as done");

  private final WorkAct act;
  private final String words;
  private final String past;

  WorklistAct(WorkAct act, String words, String past) {
    this.act = act;
    this.words = words;
    this.past = past;
  }

  /** What is done with each of them. */
  WorkAct act() {
    return act;
  }

  /** As forms and the API have it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As a button says it. */
  String words() {
    return words;
  }

  /** For a sentence about what has become of a document. */
  String past() {
    return past;
  }

  /** As a question names it: {@code Mark 3 documents as done}. */
  String of(int count) {
    String documents = count(count);
    return this == DONE ? "Mark " + documents + " as done" : words + " " + documents;
  }

  static String count(int count) {
    return count == 1 ? "1 document" : count + " documents";
  }

  static WorklistAct of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.unchosen(
                    "act",
                    "Choose what to do",
                    List.of(values()),
                    WorklistAct::text,
                    WorklistAct::words));
  }

  /** How what asked for nothing is finished. */
  static WorkFact finished() {
    return new WorkFact.Completed(
        Outcome.NO_ACTION_NEEDED, "For information, marked as done with others from the list");
  }
}
