package gpcm.node.web;

import gpcm.node.working.SavedView;
import gpcm.node.working.SavedViews;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of which views are saved. */
sealed interface SavedKind permits SavedOfOutbox, SavedOfWorklist {
  /** Its address. */
  String place();

  /** The address of the list that a view keeps. */
  default String address(SavedView view) {
    return place() + (view.query().isEmpty() ? "" : "?" + view.query());
  }

  /** What it is called within a sentence. */
  String words();

  /** Where its views are kept. */
  SavedViews saved();

  /** What an address of it may ask for and a view may keep: nothing of a single patient. */
  Set<String> asked();

  /** The filters among these. */
  List<String> filters();

  /**
   * View, filter and order as an address of it has them.
   *
   * @param filters those that are on
   * @throws ProblemException when one of them is wrong, or not theirs to ask for
   */
  String query(Context context, WorkFields fields, Map<String, String> filters) throws IOException;

  /**
   * How many documents it has.
   *
   * @throws ProblemException when it is not theirs to ask for
   */
  int count(Context context, WorkFields fields) throws IOException;
}
