package gpcm.node.web;

import gpcm.node.people.OwnSettings;
import io.javalin.http.Context;
import java.util.OptionalInt;

/**
 * How many rows a part of a list has on a page: as many as the address says, or else as many as
 * whoever looks has set for themselves, or else 25. Addresses of the same list say it where this
 * one does, and nowhere else.
 *
 * @param rows how many
 * @param said what the address says of it; empty when it says nothing
 */
record PageSize(int rows, OptionalInt said) {
  /** Its name in addresses. */
  static final String NAME = "limit";

  private static final int MOST = OwnSettings.ROWS.getLast();

  /** What it has to be. */
  static final String RULE = "a whole number from 1 to " + MOST;

  /** Where nobody says anything of it. */
  static final PageSize USUAL = new PageSize(OwnSettings.USUAL_ROWS, OptionalInt.empty());

  /** Of the list that a request asks for. */
  static PageSize of(Context context, Query query, Served served) {
    OptionalInt said = said(query);
    return new PageSize(said.isPresent() ? said.getAsInt() : own(context, served), said);
  }

  /** What an address says of it. */
  static OptionalInt said(Query query) {
    return query
        .value(NAME, PageSize::read, RULE)
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  /**
   * As somebody wrote it.
   *
   * @throws IllegalArgumentException when it breaks the rule
   */
  static int read(String text) {
    int rows = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("no number of rows");
    }
    return rows;
  }

  /** What whoever looks has set for themselves. */
  static int own(Context context, Served served) {
    return Caller.of(context)
        .person()
        .map(person -> served.directory().own().rows(person.acting().person()))
        .orElse(OwnSettings.USUAL_ROWS);
  }

  /** As a parameter of an address; empty where there is nothing to say. */
  static String parameter(OptionalInt said) {
    return said.isPresent() ? NAME + "=" + said.getAsInt() : "";
  }

  /** Put behind the parameters of an address. */
  static String behind(String parameters, OptionalInt said) {
    return parameters.isEmpty() || said.isEmpty()
        ? parameters + parameter(said)
        : parameters + "&" + parameter(said);
  }
}
